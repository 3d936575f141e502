package dev.portolan.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.Portolan;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ModelInfo;
import dev.portolan.config.ConfigurationException;
import dev.portolan.simulator.ScriptedServer;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.Secret;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class AzureProviderTest {

    @Test
    void aDatedVersionPutsTheDeploymentIntoTheAddress() {
        try (ScriptedServer server = new ScriptedServer(Wire.json(200, Wire.whole("Hello")));
                Portolan portolan = portolan(Map.of(
                        "providers.azure.endpoint", Wire.url(server).toString(),
                        "providers.azure.api-key", "k3y",
                        "providers.azure.api-version", "2024-10-21",
                        "models.a.deployment", "prod-mini"))) {
            portolan.chatModel("a").chat(Wire.REQUEST);
            assertThat(server.requests().get(0).head())
                    .startsWith("POST /openai/deployments/prod-mini/chat/completions?api-version=2024-10-21 HTTP/1.1");
            assertThat(server.requests().get(0).body()).contains("\"model\":\"prod-mini\"");
            assertThat(portolan.chatModel("a").info().model()).isEqualTo("gpt-4o-mini");
        }
    }

    @Test
    void headersAndVendorOptionsOfTheConfigurationAreSent() {
        try (ScriptedServer server = new ScriptedServer(Wire.json(200, Wire.whole("Hello")));
                Portolan portolan = portolan(Map.of(
                        "providers.azure.endpoint", Wire.url(server) + "/openai/v1/",
                        "providers.azure.api-key", "k3y",
                        "providers.azure.headers.Ocp-Apim-Subscription-Key", "sub",
                        "providers.azure.vendor-options", "{\"user\":\"u1\"}"))) {
            portolan.chatModel("a").chat(Wire.REQUEST);
            assertThat(server.requests().get(0).head())
                    .startsWith("POST /openai/v1/chat/completions HTTP/1.1")
                    .containsIgnoringCase("Ocp-Apim-Subscription-Key: sub");
            assertThat(server.requests().get(0).body()).contains("\"user\":\"u1\"");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "providers.azure.api-key, k, endpoint",
        "providers.azure.endpoint, https://a.openai.azure.com, api-key",
    })
    void whatIsMissingIsToldAtLoad(String key, String value, String missing) {
        assertThatThrownBy(() -> portolan(Map.of(key, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("portolan.providers.azure." + missing);
    }

    @Test
    void mistakesAreToldAtLoad() {
        Map<String, String> base = Map.of("providers.azure.endpoint", "https://a.openai.azure.com");
        assertThatThrownBy(() -> portolan(with(base, "providers.azure.api-key", "k", "providers.azure.auth", "entra")))
                .hasMessageContaining("auth=entra");
        assertThatThrownBy(() ->
                        portolan(with(base, "providers.azure.api-key", "k", "providers.azure.api-version", "2024")))
                .hasMessageContaining("api-version");
    }

    @Test
    void plainHttpIsForLoopbackOnly() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AzureConnection.builder(URI.create("http://llm.example.com"))
                        .apiKey(Secret.of("k"))
                        .build())
                .withMessageContaining("https");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AzureConnection.builder(URI.create("ftp://llm.example.com"))
                        .apiKey(Secret.of("k"))
                        .build())
                .withMessageContaining("endpoint");
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-35-turbo-16k, false, true",
        "o3, true, true",
        "gpt-4o, false, true",
        "DeepSeek-R1, false, false",
        "gpt-oss-120b, true, true"
    })
    void capabilitiesFollowTheModelBehindTheDeployment(String base, boolean effort, boolean tools) {
        try (AzureConnection connection = AzureConnection.builder(URI.create("https://a.openai.azure.com"))
                .apiKey(Secret.of("k"))
                .build()) {
            ModelInfo info = connection
                    .chatModel(
                            ModelSettings.builder("a", "prod").baseModel(base).build())
                    .info();
            assertThat(info.supports(Capability.REASONING_EFFORT)).isEqualTo(effort);
            assertThat(info.supports(Capability.TOOLS)).isEqualTo(tools);
            assertThat(info.supports(Capability.TOP_K)).isFalse();
        }
    }

    @Test
    void aClosedConnectionSaysSo() {
        AzureConnection connection = AzureConnection.builder(URI.create("http://localhost:1"))
                .apiKey(Secret.of("k"))
                .build();
        var model = connection.chatModel(ModelSettings.builder("a", "m").build());
        connection.close();
        assertThatThrownBy(() -> model.chat(Wire.REQUEST))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    private static Map<String, String> with(Map<String, String> base, String... more) {
        Map<String, String> all = new HashMap<>(base);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    private static Portolan portolan(Map<String, String> properties) {
        Portolan.Builder builder = Portolan.builder()
                .isolated()
                .environment(Map.of())
                .property("portolan.models.a.provider", "azure")
                .property("portolan.models.a.model", "gpt-4o-mini");
        properties.forEach((key, value) -> builder.property("portolan." + key, value));
        return builder.build();
    }
}
