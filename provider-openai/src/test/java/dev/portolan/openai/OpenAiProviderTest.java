package dev.portolan.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.Portolan;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Credentials;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.TokenCounter;
import dev.portolan.chat.Warning;
import dev.portolan.config.ConfigurationException;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.embedding.EmbeddingRequest;
import dev.portolan.embedding.EmbeddingResponse;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.ScriptedServer;
import dev.portolan.simulator.openai.OpenAiSimulator;
import dev.portolan.spi.ModelProvider;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.Secret;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.support.WireJson;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class OpenAiProviderTest {

    @Test
    void itIsFoundByItsId() {
        assertThat(ServiceLoader.load(ModelProvider.class))
                .filteredOn(provider -> provider.id().equals("openai"))
                .singleElement()
                .hasToString("OpenAiProvider");
    }

    @Test
    void itsSettingsHaveNamesOfTheirOwn() {
        OpenAiProvider provider = new OpenAiProvider();
        assertThat(provider.connectionSettings())
                .extracting(SettingSpec::name)
                .doesNotHaveDuplicates()
                .contains("api-key", "base-url", "server", "organization", "project", "api", "proxy", "headers");
        assertThat(provider.modelSettings()).extracting(SettingSpec::name).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.openai.com/v1, openai",
        "https://eu.api.openai.com/v1, openai",
        "https://my-resource.openai.azure.com/openai/v1, azure",
        "https://api.deepseek.com, deepseek",
        "https://api.mistral.ai/v1, mistral",
        "https://api.groq.com/openai/v1, groq",
        "https://openrouter.ai/api/v1, openrouter",
        "https://api.x.ai/v1, xai",
        "https://generativelanguage.googleapis.com/v1beta/openai, gemini",
        "http://localhost:11434/v1, ollama",
        "http://localhost:1234/v1, lm-studio",
        "http://localhost:8000/v1, generic",
        "https://llm.example.com/v1, generic",
        "https://notopenai.com/v1, generic",
        "https://API.OpenAI.com/v1, openai"
    })
    void theKindOfServerIsGuessedFromItsAddress(URI address, String server) {
        assertThat(Servers.guess(address)).isEqualTo(server);
    }

    @Test
    void openAiWithoutAKeyIsAMistakeOfTheConfiguration() {
        assertThatThrownBy(() -> OpenAiConnection.builder().name("main").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("portolan.providers.main.api-key");
    }

    @Test
    void openAiWithoutAKeyIsFoundAtLoadAndAServerOfYourOwnNeedsNone() {
        Portolan.Builder builder = Portolan.builder()
                .isolated()
                .property("portolan.models.a.provider", "openai")
                .property("portolan.models.a.model", "gpt-4o-mini");
        assertThatThrownBy(builder::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("portolan.providers.openai.api-key: is missing");
        builder.property("portolan.providers.openai.base-url", "http://localhost:8000/v1")
                .build()
                .close();
    }

    @Test
    void plainHttpToAnotherMachineIsAMistakeOfTheConfiguration() {
        assertThatThrownBy(() -> OpenAiConnection.builder()
                        .baseUrl(URI.create("http://llm.example.com/v1"))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allow-http");
    }

    @Test
    void anUnknownApiIsRefused() {
        assertThatThrownBy(() -> OpenAiConnection.builder().api("completions"))
                .hasMessageContaining("chat or responses");
    }

    @Test
    void aConnectionIsConfiguredByProperties() {
        try (ScriptedServer server = new ScriptedServer(Wire.json(200, Wire.RESPONSES.whole("Hello")));
                Portolan portolan = Portolan.builder()
                        .isolated()
                        .property("portolan.models.a.provider", "main")
                        .property("portolan.models.a.model", "gpt-4o")
                        .property("portolan.models.a.vendor-options", "{\"metadata\":{\"team\":\"blue\"}}")
                        .property("portolan.models.a.retry", "off")
                        .property("portolan.providers.main.type", "openai")
                        .property("portolan.providers.main.server", "openai")
                        .property("portolan.providers.main.api", "responses")
                        .property("portolan.providers.main.api-key", "sk-abc")
                        .property(
                                "portolan.providers.main.base-url",
                                server.baseUrl().toString())
                        .property("portolan.providers.main.organization", "org-1")
                        .property("portolan.providers.main.project", "proj-1")
                        .property("portolan.providers.main.headers.X-Team", "blue")
                        .property(
                                "portolan.providers.main.vendor-options",
                                "{\"store\":false,\"metadata\":{\"app\":\"desk\"}}")
                        .build()) {
            ChatResponse response = portolan.chatModel("a")
                    .chat(ChatRequest.builder()
                            .user("Hi")
                            .vendorOptions("openai", "{\"service_tier\":\"flex\"}")
                            .build());
            assertThat(response.text()).isEqualTo("Hello");
            ScriptedServer.Exchange request = server.requests().get(0);
            assertThat(request.head())
                    .startsWith("POST /v1/responses ")
                    .contains("Authorization: Bearer sk-abc\r\n", "OpenAI-Organization: org-1\r\n")
                    .contains("OpenAI-Project: proj-1\r\n", "X-Team: blue\r\n");
            JsonNode body = WireJson.tree(request.body());
            assertThat(body.path("store").asBoolean(true)).isFalse();
            assertThat(body.path("metadata").path("team").asText()).isEqualTo("blue");
            assertThat(body.path("metadata").path("app").asText()).isEqualTo("desk");
            assertThat(body.path("service_tier").asText()).isEqualTo("flex");
        }
    }

    @Test
    void aModelMayUseTheOtherApiThanItsConnection() {
        try (ScriptedServer server = new ScriptedServer(Wire.json(200, Wire.RESPONSES.whole("Hello")));
                Portolan portolan = Portolan.builder()
                        .isolated()
                        .property("portolan.models.a.provider", "openai")
                        .property("portolan.models.a.model", "gpt-4o")
                        .property("portolan.models.a.api", "responses")
                        .property(
                                "portolan.providers.openai.base-url",
                                server.baseUrl().toString())
                        .build()) {
            assertThat(portolan.chatModel("a").chat(ChatRequest.of("Hi")).text())
                    .isEqualTo("Hello");
            assertThat(server.requests().get(0).head())
                    .contains("/v1/responses")
                    .doesNotContain("Authorization");
        }
    }

    @Test
    void aCallBringsItsOwnCredentialsTraceAndIdempotencyKey() {
        try (ScriptedServer server = new ScriptedServer(Wire.json(200, Wire.CHAT.whole("Hello")));
                Bench bench = Bench.of(server, Wire.CHAT)) {
            CallContext context = CallContext.builder()
                    .credentials(Credentials.of(Map.of("api-key", "sk-tenant\n", "organization", "org-tenant")))
                    .traceHeader("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                    .idempotencyKey("call-7")
                    .build();
            bench.model().chat(ChatRequest.of("Hi"), context);
            assertThat(server.requests().get(0).head())
                    .contains("Authorization: Bearer sk-tenant\r\n", "OpenAI-Organization: org-tenant\r\n")
                    .contains("traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n")
                    .contains("Idempotency-Key: call-7\r\n")
                    .doesNotContain("sk-test");
        }
    }

    @Test
    void aServerOfAnotherKindSpeaksInItsOwnNameAndDress() {
        try (ScriptedServer server = new ScriptedServer(Wire.json(200, Wire.CHAT.whole("Hello")));
                OpenAiConnection connection = OpenAiConnection.builder()
                        .baseUrl(server.baseUrl())
                        .server("vllm")
                        .build()) {
            ChatModel model = connection.chatModel(
                    ModelSettings.builder("a", "qwen3").maxOutputTokens(50).build());
            assertThat(model.info().provider()).isEqualTo("vllm");
            assertThat(model.chat(ChatRequest.of("Hi")).provider()).isEqualTo("vllm");
            assertThat(server.requests().get(0).body()).contains("\"max_tokens\":50");
            assertThat(connection).hasToString("OpenAiConnection[vllm at localhost]");
        }
    }

    @Test
    void aServerOfUnknownKindGoesByTheNameOfItsConnection() {
        try (OpenAiConnection connection = OpenAiConnection.builder()
                .name("house-llm")
                .baseUrl(URI.create("https://llm.example.com/v1"))
                .build()) {
            assertThat(connection
                            .chatModel(ModelSettings.builder("a", "llama").build())
                            .info()
                            .provider())
                    .isEqualTo("house-llm");
        }
    }

    @Test
    void aKeyAppearsInNoText() {
        Secret secret = Secret.of("sk-very-secret");
        OpenAiConnection.Builder builder = OpenAiConnection.builder().apiKey(secret);
        try (OpenAiConnection connection = builder.build()) {
            ChatModel model =
                    connection.chatModel(ModelSettings.builder("a", "gpt-4o").build());
            assertThat(List.of(connection.toString(), model.toString(), builder.toString()))
                    .noneMatch(text -> text.contains("very-secret"));
        }
    }

    @Test
    void vendorOptionsThatAreNoObjectAreRefused() {
        try (OpenAiConnection connection = OpenAiConnection.builder()
                .apiKey(Secret.of("k"))
                .vendorOptions("[1]")
                .build()) {
            ModelSettings settings = ModelSettings.builder("a", "gpt-4o").build();
            assertThatThrownBy(() -> connection.chatModel(settings)).hasMessageContaining("vendor-options");
        }
    }

    @Test
    void whatAReasoningModelDoesNotTakeIsLeftOutWithAWarning() {
        try (ScriptedServer server = new ScriptedServer(Wire.json(200, Wire.CHAT.whole("Hello")));
                Bench bench = Bench.of(server, Wire.CHAT)) {
            ChatModel model = bench.connection()
                    .chatModel(ModelSettings.builder("a", "o3-mini").build());
            ChatResponse response = model.chat(ChatRequest.builder()
                    .user("Hi")
                    .temperature(0.2)
                    .reasoningEffort(ReasoningEffort.XHIGH)
                    .build());
            assertThat(response.warnings())
                    .extracting(Warning::code, Warning::field)
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple("left-out", "temperature"),
                            org.assertj.core.groups.Tuple.tuple("clamped", "reasoningEffort"));
            assertThat(server.requests().get(0).body())
                    .doesNotContain("temperature")
                    .contains("\"reasoning_effort\":\"high\"");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-5.1, LOW, false, LOW",
        "gpt-5.1, NONE, true, NONE",
        "gpt-5.1,, true,",
        "gpt-5.1, MINIMAL, true, NONE",
        "gpt-5.1, MAX, false, HIGH",
        "gpt-5.2, XHIGH, false, XHIGH",
        "gpt-5-mini, NONE, false, MINIMAL",
        "o4-mini, MINIMAL, false, LOW",
        "gpt-4.1,, true,",
        "gpt-5-chat-latest,, true,"
    })
    void temperatureGoesWithTheEffortThatTheModelHas(
            String id, ReasoningEffort effort, boolean temperature, ReasoningEffort sent) {
        try (ScriptedServer server = new ScriptedServer(Wire.json(200, Wire.CHAT.whole("Hello")));
                Bench bench = Bench.of(server, Wire.CHAT)) {
            ChatModel model =
                    bench.connection().chatModel(ModelSettings.builder("a", id).build());
            model.chat(ChatRequest.builder()
                    .user("Hi")
                    .temperature(0.2)
                    .topP(0.9)
                    .reasoningEffort(effort)
                    .build());
            JsonNode body = WireJson.tree(server.requests().get(0).body());
            assertThat(body.has("temperature")).isEqualTo(temperature);
            assertThat(body.has("top_p")).isEqualTo(temperature);
            assertThat(body.path("reasoning_effort").asText(""))
                    .isEqualTo(sent == null ? "" : sent.name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    @Test
    void stopIsEmulatedWhereTheResponsesApiHasNone() {
        try (ScriptedServer server = new ScriptedServer(Wire.json(200, Wire.RESPONSES.whole("Hello END world")));
                Bench bench = Bench.of(server, Wire.RESPONSES)) {
            ChatResponse response = bench.model()
                    .chat(ChatRequest.builder().user("Hi").stop(List.of("END")).build());
            assertThat(response.text()).isEqualTo("Hello ");
            assertThat(response.warnings()).extracting(Warning::field).containsExactly("stop");
            assertThat(bench.model().info().supports(Capability.STOP)).isFalse();
        }
    }

    @Test
    void whatIsKnownOfModelsHasNoMistakes() {
        assertThat(OpenAiConnection.knownModels()).contains("gpt-4o-mini", "gpt-5", "o3");
        try (OpenAiConnection connection =
                OpenAiConnection.builder().apiKey(Secret.of("k")).build()) {
            for (String id : OpenAiConnection.knownModels()) {
                ChatModel model =
                        connection.chatModel(ModelSettings.builder("a", id).build());
                assertThat(model.info().limits().contextTokens()).as(id).isPositive();
                assertThat(model.info().limits().maxOutputTokens()).as(id).isPositive();
                assertThat(model.info().knows(Capability.TEMPERATURE)).as(id).isTrue();
                assertThat(model.info().supports(Capability.TOP_K)).as(id).isFalse();
            }
        }
    }

    @Test
    void theUserKnowsBetter() {
        try (OpenAiConnection connection = OpenAiConnection.builder()
                .apiKey(Secret.of("k"))
                .api("responses")
                .build()) {
            ChatModel model = connection.chatModel(ModelSettings.builder("a", "o3")
                    .capabilities(Map.of(Capability.TEMPERATURE, true, Capability.SEED, true))
                    .build());
            assertThat(model.info().supports(Capability.TEMPERATURE)).isTrue();
            assertThat(model.info().supports(Capability.SEED)).isTrue();
        }
    }

    @Test
    void aServerThatCannotStreamIsReadAsIfItHad() {
        for (Wire wire : Wire.values()) {
            try (ScriptedServer server = new ScriptedServer(Wire.json(200, "\n" + wire.whole("Hello")));
                    Bench bench = Bench.of(server, wire)) {
                assertThat(bench.model().stream(Bench.REQUEST).text()).containsExactly("Hello");
                assertThat(bench.model().stream(Bench.REQUEST)
                                .response()
                                .usage()
                                .outputTokens())
                        .isEqualTo(2);
            }
        }
    }

    @Test
    void openAiCountsTokensOfTheResponsesApi() {
        try (ScriptedServer server = new ScriptedServer(
                        Wire.json(200, "{\"object\":\"response.input_tokens\",\"input_tokens\":17}"));
                Bench bench = Bench.of(server, Wire.RESPONSES);
                Bench chat = Bench.of(server, Wire.CHAT)) {
            TokenCounter counter = bench.model().tokenCounter();
            assertThat(counter).isNotNull();
            assertThat(counter.count(Bench.REQUEST, CallContext.EMPTY)).isEqualTo(17);
            assertThat(server.requests().get(0).head()).startsWith("POST /v1/responses/input_tokens ");
            assertThat(chat.model().tokenCounter()).isNull();
        }
    }

    @Test
    void countingFailsLikeACall() {
        try (OpenAiSimulator simulator = limited();
                Bench bench = new Bench(simulator.baseUrl(), Wire.RESPONSES)) {
            TokenCounter counter = bench.model().tokenCounter();
            assertThatThrownBy(() -> counter.count(Bench.REQUEST, Bench.limited()))
                    .isInstanceOfSatisfying(LlmException.class, e -> {
                        assertThat(e.kind()).isEqualTo(ErrorKind.RATE_LIMITED);
                        assertThat(e.getMessage()).startsWith("openai/gpt-4o: ");
                    });
        }
    }

    @Test
    void manyTextsAreEmbeddedInBatchesAndStayInOrder() {
        try (ScriptedServer server = new ScriptedServer(OpenAiProviderTest::embed);
                OpenAiConnection connection = OpenAiConnection.builder()
                        .baseUrl(server.baseUrl())
                        .server("openai")
                        .build()) {
            EmbeddingModel model = connection.embeddingModel(
                    ModelSettings.builder("e", "text-embedding-3-small").build());
            List<String> texts =
                    IntStream.range(0, 5_000).mapToObj(Integer::toString).toList();
            EmbeddingResponse response = model.embed(new EmbeddingRequest(texts, 1, null, Map.of()));
            assertThat(server.requests()).hasSize(3);
            assertThat(response.vectors()).hasSize(5_000);
            for (int i = 0; i < 5_000; i++) {
                assertThat(response.vectors().get(i)[0]).isEqualTo(i);
            }
            assertThat(response.usage().inputTokens()).isEqualTo(5_000);
            assertThat(response.provider()).isEqualTo("openai");
            assertThat(response.model()).isEqualTo("text-embedding-3-small");
            assertThat(response.requestId()).isEqualTo("req_3");
            assertThat(model.info().model()).isEqualTo("text-embedding-3-small");
        }
    }

    @Test
    void longTextsAreEmbeddedInSmallerBatches() {
        try (ScriptedServer server = new ScriptedServer(OpenAiProviderTest::embed);
                OpenAiConnection connection = OpenAiConnection.builder()
                        .baseUrl(server.baseUrl())
                        .server("openai")
                        .build()) {
            EmbeddingModel model = connection.embeddingModel(
                    ModelSettings.builder("e", "text-embedding-3-small").build());
            String padding = "\u6f22".repeat(200_000);
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                texts.add(i + padding);
            }
            EmbeddingResponse response = model.embed(new EmbeddingRequest(texts, null, null, Map.of()));
            assertThat(server.requests()).hasSize(4);
            assertThat(response.vectors()).extracting(vector -> vector[0]).containsExactly(0f, 1f, 2f, 3f);
        }
    }

    @Test
    void theBatchSizeIsASetting() {
        try (ScriptedServer server = new ScriptedServer(OpenAiProviderTest::embed);
                Portolan portolan = Portolan.builder()
                        .isolated()
                        .property("portolan.models.e.provider", "openai")
                        .property("portolan.models.e.model", "m")
                        .property("portolan.models.e.embedding-batch-size", "2")
                        .property("portolan.models.e.timeout", "20s")
                        .property(
                                "portolan.providers.openai.base-url",
                                server.baseUrl().toString())
                        .build()) {
            assertThat(portolan.embeddingModel("e")
                            .embed(EmbeddingRequest.of("1", "2", "3"))
                            .vectors())
                    .hasSize(3);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void anEmbeddingThatFailsNamesItsModel() {
        try (OpenAiSimulator simulator = limited();
                Bench bench = new Bench(simulator.baseUrl(), Wire.CHAT)) {
            EmbeddingModel model = bench.connection()
                    .embeddingModel(
                            ModelSettings.builder("e", "text-embedding-3-small").build());
            assertThatThrownBy(() -> model.embed(EmbeddingRequest.of("x"), Bench.limited()))
                    .isInstanceOfSatisfying(LlmException.class, e -> {
                        assertThat(e.kind()).isEqualTo(ErrorKind.RATE_LIMITED);
                        assertThat(e.getMessage()).startsWith("openai/text-embedding-3-small: ");
                    });
        }
    }

    private static OpenAiSimulator limited() {
        return OpenAiSimulator.builder()
                .faults(Faults.always(Fault.error(ErrorKind.RATE_LIMITED)))
                .start();
    }

    /** A vector of one number: the one that the text begins with. */
    private static boolean embed(ScriptedServer.Exchange exchange) throws java.io.IOException, InterruptedException {
        JsonNode input = WireJson.tree(exchange.body()).path("input");
        StringBuilder data = new StringBuilder();
        for (int i = 0; i < input.size(); i++) {
            String number = input.get(i).asText().replaceAll("\\D.*", "");
            data.append(i == 0 ? "" : ",")
                    .append("{\"object\":\"embedding\",\"index\":")
                    .append(i)
                    .append(",\"embedding\":[")
                    .append(number)
                    .append("]}");
        }
        String body = "{\"object\":\"list\",\"data\":[" + data + "],\"model\":\"text-embedding-3-small\",\"usage\":{"
                + "\"prompt_tokens\":" + input.size() + ",\"total_tokens\":" + input.size() + "}}";
        exchange.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nx-request-id: req_" + exchange.number()
                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        return true;
    }
}
