package dev.portolan.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.Portolan;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Credentials;
import dev.portolan.config.ConfigurationException;
import dev.portolan.embedding.EmbeddingRequest;
import dev.portolan.error.AuthenticationFailed;
import dev.portolan.error.ContextLengthExceeded;
import dev.portolan.error.InvalidResponse;
import dev.portolan.error.NetworkFailure;
import dev.portolan.simulator.ReceivedRequest;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.ScriptedServer;
import dev.portolan.simulator.SimulatorTrust;
import dev.portolan.simulator.ollama.OllamaSimulator;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.Secret;
import dev.portolan.transport.TransportOptions;
import java.net.URI;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OllamaProviderTest {

    private static Portolan.Builder configured(URI baseUrl) {
        return Portolan.builder()
                .isolated()
                .environment(Map.of())
                .property("portolan.models.a.provider", "ollama")
                .property("portolan.models.a.model", "qwen3")
                .property("portolan.models.a.retry", "off")
                .property("portolan.providers.ollama.base-url", baseUrl.toString());
    }

    @Test
    void aNameInAFileIsAllThatALocalModelNeeds() {
        try (Portolan portolan = Portolan.builder()
                .isolated()
                .environment(Map.of())
                .property("portolan.models.a.provider", "ollama")
                .property("portolan.models.a.model", "llama3.2")
                .build()) {
            ChatModel model = portolan.chatModel("a");
            assertThat(model.info().provider()).isEqualTo("ollama");
            assertThat(model.info().supports(Capability.TOOLS)).isTrue();
            assertThat(model.info().supports(Capability.TOOL_CHOICE_REQUIRED)).isFalse();
        }
    }

    @Test
    void settingsOfTheModelWinOverThoseOfTheConnection() {
        try (OllamaSimulator simulator = OllamaSimulator.start(Responder.echo());
                Portolan portolan = configured(simulator.baseUrl())
                        .property("portolan.providers.ollama.num-ctx", "2048")
                        .property("portolan.providers.ollama.model-keep-alive", "10m")
                        .property("portolan.providers.ollama.options.min_p", "0.05")
                        .property("portolan.providers.ollama.options.num_gpu", "1")
                        .property("portolan.models.a.num-ctx", "8192")
                        .property("portolan.models.a.think", "false")
                        .property("portolan.models.a.truncate", "false")
                        .property("portolan.models.a.options.num_gpu", "99")
                        .property("portolan.models.a.vendor-options", "{\"shift\":false}")
                        .build()) {
            portolan.chatModel("a").chat(ChatRequest.of("Hello"));
            assertThat(simulator.requests().get(0).body())
                    .contains("\"num_ctx\":8192", "\"min_p\":0.05", "\"num_gpu\":99")
                    .contains("\"think\":false", "\"truncate\":false", "\"keep_alive\":\"10m\"", "\"shift\":false");
        }
    }

    @Test
    void aProtectedServerGetsItsKeyAndHeadersOverTls() {
        try (OllamaSimulator simulator = OllamaSimulator.builder()
                        .apiKeys("k3y")
                        .tls()
                        .responder(Responder.echo())
                        .start();
                OllamaConnection connection = OllamaConnection.builder()
                        .baseUrl(simulator.baseUrl())
                        .apiKey(Secret.of("k3y\n"))
                        .transport(TransportOptions.builder()
                                .header("X-Team", "blue")
                                .client(trusting(simulator))
                                .build())
                        .build()) {
            ChatModel model =
                    connection.chatModel(ModelSettings.builder("a", "llama3.2").build());
            assertThat(model.chat(ChatRequest.of("Hello")).text()).isEqualTo("Hello");
            ReceivedRequest received = simulator.requests().get(0);
            assertThat(received.header("authorization")).isEqualTo("Bearer k3y");
            assertThat(received.header("x-team")).isEqualTo("blue");
            CallContext wrong = CallContext.builder()
                    .credentials(Credentials.apiKey("another"))
                    .build();
            assertThatThrownBy(() -> model.chat(ChatRequest.of("Hello"), wrong))
                    .isInstanceOf(AuthenticationFailed.class);
        }
    }

    private static OkHttpClient trusting(OllamaSimulator simulator) {
        SimulatorTrust trust = SimulatorTrust.of(simulator.certificate());
        return new OkHttpClient.Builder()
                .sslSocketFactory(trust.sslContext().getSocketFactory(), trust.trustManager())
                .build();
    }

    @Test
    void plainHttpLeavesThisMachineOnlyWhenThatIsAllowed() {
        URI remote = URI.create("http://gpu.example:11434");
        assertThatThrownBy(() -> OllamaConnection.builder().baseUrl(remote).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allow-http");
        assertThatThrownBy(() -> configured(remote).build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("allow-http");
        try (Portolan portolan = configured(remote)
                .property("portolan.providers.ollama.allow-http", "true")
                .build()) {
            assertThat(portolan.chatModel("a").info().model()).isEqualTo("qwen3");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/api", "/api/", "/v1"})
    void theAddressOfAnApiStandsForTheServer(String path) {
        try (OllamaSimulator simulator = OllamaSimulator.start(Responder.echo());
                OllamaConnection connection = OllamaConnection.builder()
                        .baseUrl(URI.create(simulator.baseUrl() + path))
                        .build()) {
            assertThat(connection.version(CallContext.EMPTY)).isEqualTo("0.12.6");
        }
    }

    @Test
    void theServersModelsAndVersionCanBeAskedFor() {
        try (OllamaSimulator simulator = OllamaSimulator.builder()
                        .model("llama3.2:3b", "completion")
                        .model("nomic-embed-text", "embedding")
                        .start();
                OllamaConnection connection =
                        OllamaConnection.builder().baseUrl(simulator.baseUrl()).build()) {
            assertThat(connection.installedModels(CallContext.EMPTY))
                    .containsExactlyInAnyOrder("llama3.2:3b", "nomic-embed-text:latest");
            assertThat(connection).hasToString("OllamaConnection[127.0.0.1]");
        }
        try (OllamaConnection nobody = OllamaConnection.builder()
                .baseUrl(URI.create("http://127.0.0.1:1"))
                .build()) {
            assertThatThrownBy(() -> nobody.installedModels(CallContext.EMPTY)).isInstanceOf(NetworkFailure.class);
        }
    }

    @Test
    void theHostedServiceDemandsAKey() {
        URI hosted = URI.create("https://ollama.com");
        assertThatThrownBy(() -> OllamaConnection.builder().baseUrl(hosted).build())
                .hasMessageContaining("api-key");
        assertThatThrownBy(() -> configured(hosted).build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("api-key");
        try (OllamaConnection connection = OllamaConnection.builder()
                .baseUrl(hosted)
                .apiKey(Secret.of("k"))
                .build()) {
            assertThat(connection
                            .chatModel(
                                    ModelSettings.builder("a", "gpt-oss:120b").build())
                            .info()
                            .supports(Capability.JSON_SCHEMA_OUTPUT))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "num-ctx=0",
                "model-keep-alive=soon",
                "think=sometimes",
                "vendor-options=[]",
                "truncate=perhaps",
                "ask-server=maybe",
                "keep_alive=5m"
            })
    void aMistakeInASettingIsNamed(String line) {
        String key = line.substring(0, line.indexOf('='));
        assertThatThrownBy(() -> {
                    try (Portolan portolan = configured(URI.create("http://localhost:1"))
                            .property("portolan.providers.ollama." + key, line.substring(key.length() + 1))
                            .build()) {
                        portolan.chatModel("a").chat(ChatRequest.of("Hello"));
                    }
                })
                .isInstanceOf(RuntimeException.class)
                .hasMessageContaining(key);
    }

    @Test
    void textsThatAreTooLongToEmbedAreRefusedUnlessTheyMayBeCut() {
        try (OllamaSimulator simulator = OllamaSimulator.builder()
                        .model("nomic-embed-text", "embedding")
                        .contextLength(16)
                        .start();
                Portolan portolan = configured(simulator.baseUrl())
                        .property("portolan.models.a.model", "nomic-embed-text")
                        .property("portolan.models.cut.provider", "ollama")
                        .property("portolan.models.cut.model", "nomic-embed-text")
                        .property("portolan.models.cut.truncate", "true")
                        .property("portolan.models.cut.embedding-batch-size", "1")
                        .property("portolan.models.cut.num-ctx", "16")
                        .property("portolan.models.cut.options.num_batch", "32")
                        .build()) {
            EmbeddingRequest request = EmbeddingRequest.of("word ".repeat(40), "short");
            assertThatThrownBy(() -> portolan.embeddingModel("a").embed(request))
                    .isInstanceOf(ContextLengthExceeded.class);
            assertThat(portolan.embeddingModel("cut").embed(request).vectors()).hasSize(2);
            assertThat(simulator.requests()).hasSize(3);
            assertThat(simulator.requests().get(1).body()).contains("\"num_batch\":32");
        }
    }

    @Test
    void vectorsThatDoNotFitTheTextsAreNoAnswer() {
        for (String body : List.of(
                "{\"embeddings\":[[0.1]]}",
                "{\"embeddings\":[[0.1],[\"x\"]]}",
                "{\"error\":\"boom\"}",
                "{}",
                "<html>")) {
            try (ScriptedServer server = new ScriptedServer(Wire.json(200, body));
                    OllamaConnection connection = Wire.connection(server)) {
                assertThatThrownBy(() -> connection
                                .embeddingModel(
                                        ModelSettings.builder("a", "bge-m3").build())
                                .embed(EmbeddingRequest.of("one", "two")))
                        .isInstanceOfAny(InvalidResponse.class, dev.portolan.error.Unavailable.class);
            }
        }
    }
}
