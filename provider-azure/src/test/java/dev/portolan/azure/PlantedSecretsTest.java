package dev.portolan.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.portolan.Portolan;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Credentials;
import dev.portolan.chat.Timeouts;
import dev.portolan.config.ConfigurationException;
import dev.portolan.recorded.secrets.PlantedSecrets;
import dev.portolan.simulator.ScriptedServer;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * With every logger at its loudest, the SDK's and the JDK's included: what a connection or a call holds that is a secret or
 * somebody's words is found in no log, no message, no stack trace and no {@code toString}.
 */
@Timeout(120)
class PlantedSecretsTest {

    private static final String MARK = PlantedSecrets.MARK;
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final ChatRequest REQUEST = ChatRequest.builder()
            .system(MARK + "-system")
            .user(MARK + "-prompt")
            .vendorOptions("azure", "{\"user\":\"" + MARK + "-request-options\"}")
            .build();
    private static final CallContext CONTEXT = CallContext.builder()
            .timeouts(new Timeouts(SHORT, SHORT, SHORT))
            .timeout(Duration.ofSeconds(10))
            .traceHeader("baggage", MARK + "-baggage")
            .build();
    private static final List<CallContext> CONTEXTS = List.of(
            CONTEXT,
            CONTEXT.toBuilder()
                    .credentials(Credentials.apiKey(MARK + "-own-key"))
                    .build(),
            CONTEXT.toBuilder()
                    .credentials(Credentials.of(Map.of("token", MARK + "-own-token")))
                    .build());

    private final PlantedSecrets secrets = PlantedSecrets.listen();

    @AfterEach
    void stopListening() {
        secrets.close();
    }

    private Portolan portolan(String endpoint) {
        Portolan portolan = Portolan.builder()
                .isolated()
                .environment(Map.of())
                .property("portolan.models.a.provider", "azure")
                .property("portolan.models.a.model", "gpt-4o")
                .property("portolan.models.a.logging", "metadata")
                .property("portolan.models.a.retry.max-attempts", "1")
                .property("portolan.providers.azure.api-key", MARK + "-key")
                .property("portolan.providers.azure.endpoint", endpoint)
                .property("portolan.providers.azure.headers.X-Gateway", MARK + "-header")
                .property("portolan.providers.azure.vendor-options", "{\"user\":\"" + MARK + "-options\"}")
                .build();
        secrets.note(portolan);
        return portolan;
    }

    private static String quoting(String code) {
        return "{\"error\":{\"message\":\"Key " + MARK + "-quoted; you said " + MARK + "-quoted-prompt\",\"param\":\""
                + MARK + "-param\",\"code\":\"" + code + "\"}}";
    }

    private void call(Portolan portolan) {
        for (CallContext context : CONTEXTS) {
            secrets.ask(portolan.chatModel("a"), REQUEST, context);
        }
    }

    @Test
    void noAnswerAndNoFailureShowsWhatWasSaid() {
        String said = Wire.text(MARK + "-answer");
        String html = "<html><body>" + MARK + "-html</body></html>";
        List<ScriptedServer.Step> steps = List.of(
                Wire.json(200, Wire.whole(MARK + "-answer")),
                Wire.stream(said + Wire.end("stop")),
                Wire.json(400, quoting("bad")),
                Wire.json(400, quoting("content_filter")),
                Wire.json(401, quoting("401")),
                Wire.json(403, quoting("403")),
                Wire.json(404, quoting("DeploymentNotFound")),
                Wire.json(409, quoting("409")),
                Wire.json(429, quoting("429")),
                Wire.json(500, quoting("500")),
                Wire.json(503, MARK + "-plain-text"),
                Wire.json(502, html),
                Wire.json(200, html),
                Wire.answer(308, "Location: https://u:" + MARK + "@elsewhere.example/" + MARK + "\r\n", ""),
                Wire.json(200, Wire.whole(MARK + "-answer").substring(0, 200)),
                Wire.json(200, "[\"" + MARK + "-array\"]"),
                Wire.stream(said),
                Wire.stream(said + "data: {\"" + MARK + "-broken\n\n"),
                Wire.stream(said + "data: " + MARK + "-no-json\n\n"),
                ScriptedServer.Exchange::reset,
                ScriptedServer.Exchange::stall,
                exchange -> {
                    exchange.write(Wire.head() + said);
                    return exchange.stall();
                },
                exchange -> {
                    exchange.write("HTTP/1.1 200 OK\r\nX-Bad " + MARK + "-bad-header\r\n\r\n");
                    return false;
                },
                exchange -> {
                    exchange.write(MARK + "-no-http\r\n\r\n");
                    return false;
                });
        for (ScriptedServer.Step step : steps) {
            try (ScriptedServer server = new ScriptedServer(step);
                    Portolan portolan = portolan(Wire.url(server).toString())) {
                call(portolan);
                assertThat(server.requests())
                        .allSatisfy(sent -> assertThat(sent.head()).contains(MARK + "-header"));
            }
        }
        secrets.note(REQUEST + " " + CONTEXTS);
        secrets.nothingShows();
    }

    @Test
    void aServerThatIsNotThereShowsNothingEither() throws Exception {
        int refused;
        try (ServerSocket socket = new ServerSocket(0)) {
            refused = socket.getLocalPort();
        }
        try (Portolan portolan = portolan("http://localhost:" + refused)) {
            call(portolan);
        }
        secrets.nothingShows();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api-version=pl4nted",
                "auth=${PLANTED}",
                "endpoint=https://user:pl4nted@a.openai.azure.com",
                "endpoint=https://a.openai.azure.com?key=pl4nted",
                "proxy=http://user:pl4nted@proxy.example.com:3128",
                "proxy-password=pl4nted",
                "headers.X Y=pl4nted",
                "headers.X-Y=pl4nted\u00fc",
                "apikey=pl4nted",
                "vendor-options={\"user\":\"pl4nted"
            })
    void aMistakeInTheConfigurationShowsNoSecret(String line) {
        String key = line.substring(0, line.indexOf('='));
        Throwable thrown = catchThrowable(() -> {
            try (Portolan portolan = Portolan.builder()
                    .isolated()
                    .environment(Map.of("PLANTED", MARK + "-word"))
                    .property("portolan.models.a.provider", "azure")
                    .property("portolan.models.a.model", "gpt-4o")
                    .property("portolan.providers.azure.api-key", "k")
                    .property("portolan.providers.azure.endpoint", "http://localhost:1")
                    .property("portolan.providers.azure." + key, line.substring(key.length() + 1))
                    .build()) {
                portolan.chatModel("a").chat(REQUEST, CONTEXT);
            }
        });
        assertThat(thrown).isNotNull();
        secrets.note(thrown);
        if (thrown instanceof ConfigurationException mistakes) {
            secrets.note(mistakes.problems());
        }
        secrets.nothingShows();
    }
}
