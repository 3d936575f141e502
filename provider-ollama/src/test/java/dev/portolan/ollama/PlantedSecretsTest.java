package dev.portolan.ollama;

import static dev.portolan.recorded.secrets.PlantedSecrets.MARK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.portolan.Portolan;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Credentials;
import dev.portolan.chat.Timeouts;
import dev.portolan.chat.Tool;
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
 * With every logger at its loudest: what a connection or a call holds that is a secret or somebody's words is found in no log, no
 * message, no stack trace and no {@code toString}.
 */
@Timeout(120)
class PlantedSecretsTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final ChatRequest REQUEST = ChatRequest.builder()
            .system(MARK + "-system")
            .user(MARK + "-prompt")
            .tools(List.of(Tool.of("now", MARK + "-tool", "{\"type\":\"object\",\"properties\":{}}")))
            .vendorOptions("ollama", "{\"user\":\"" + MARK + "-request-options\"}")
            .build();
    private static final CallContext CONTEXT = CallContext.builder()
            .timeouts(new Timeouts(SHORT, SHORT, SHORT))
            .timeout(Duration.ofSeconds(10))
            .traceHeader("baggage", MARK + "-baggage")
            .build();
    private static final CallContext OWN_KEY = CONTEXT.toBuilder()
            .credentials(Credentials.apiKey(MARK + "-own-key"))
            .build();

    private final PlantedSecrets secrets = PlantedSecrets.listen();

    @AfterEach
    void stopListening() {
        secrets.close();
    }

    private Portolan.Builder portolan(String baseUrl) {
        return Portolan.builder()
                .isolated()
                .environment(Map.of("PLANTED", MARK + "-word"))
                .property("portolan.models.a.provider", "ollama")
                .property("portolan.models.a.model", "qwen3")
                .property("portolan.models.a.logging", "metadata")
                .property("portolan.models.a.retry.max-attempts", "1")
                .property("portolan.providers.ollama.api-key", MARK + "-key")
                .property("portolan.providers.ollama.base-url", baseUrl)
                .property("portolan.providers.ollama.pull-missing", "true")
                .property("portolan.providers.ollama.headers.X-Gateway", MARK + "-header")
                .property("portolan.providers.ollama.options.note", MARK + "-option")
                .property("portolan.providers.ollama.vendor-options", "{\"user\":\"" + MARK + "-options\"}");
    }

    private static String quoting(String words) {
        return "{\"error\":\"" + words + ": key " + MARK + "-quoted; you said " + MARK + "-quoted-prompt\"}";
    }

    @Test
    void noAnswerAndNoFailureShowsWhatWasSaid() {
        String said = Wire.thinking(MARK + "-thought") + Wire.text(MARK + "-answer");
        String html = "<html><body>" + MARK + "-html</body></html>";
        List<ScriptedServer.Step> steps = List.of(
                Wire.json(200, Wire.whole(MARK + "-answer")),
                Wire.stream(said
                        + Wire.calls("{\"function\":{\"name\":\"now\",\"arguments\":{\"a\":\"" + MARK + "\"}}}")
                        + Wire.end("stop")),
                Wire.json(400, quoting("bad")),
                Wire.json(400, quoting("does not support tools")),
                Wire.json(400, quoting("the input length exceeds the context length")),
                Wire.json(401, quoting("unauthorized")),
                Wire.json(403, quoting("no")),
                Wire.json(404, quoting("model not found")),
                Wire.json(404, MARK + " page not found"),
                Wire.json(429, quoting("too many")),
                Wire.json(500, quoting("runner")),
                Wire.json(503, MARK + "-plain-text"),
                Wire.json(502, html),
                Wire.json(200, html),
                Wire.json(200, quoting("in an answer")),
                Wire.answer(308, "Location: https://u:" + MARK + "@elsewhere.example/" + MARK + "\r\n", ""),
                Wire.json(200, Wire.whole(MARK + "-answer").substring(0, 90)),
                Wire.json(200, "[\"" + MARK + "-array\"]"),
                Wire.stream(said),
                Wire.stream(said + "{\"" + MARK + "-broken\n"),
                Wire.stream(said + MARK + "-no-json\n"),
                Wire.stream(said + quoting("in a stream") + "\n"),
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
                    Portolan portolan = portolan(Wire.url(server).toString()).build()) {
                secrets.note(portolan);
                for (CallContext context : List.of(CONTEXT, OWN_KEY)) {
                    secrets.ask(portolan.chatModel("a"), REQUEST, context);
                    secrets.ask(portolan.chatModel("a"), ChatRequest.of(MARK + "-plain"), context);
                }
                assertThat(server.requests())
                        .allSatisfy(sent -> assertThat(sent.head()).contains(MARK + "-header"));
            }
        }
        secrets.note(REQUEST + " " + CONTEXT + OWN_KEY);
        secrets.nothingShows();
    }

    @Test
    void aServerThatIsNotThereShowsNothingEither() throws Exception {
        int refused;
        try (ServerSocket socket = new ServerSocket(0)) {
            refused = socket.getLocalPort();
        }
        try (Portolan portolan = portolan("http://localhost:" + refused).build()) {
            secrets.ask(portolan.chatModel("a"), REQUEST, CONTEXT);
        }
        secrets.nothingShows();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model-keep-alive=pl4nted",
                "base-url=https://user:pl4nted@gpu.example.com",
                "base-url=https://gpu.example.com?key=pl4nted",
                "proxy=http://user:pl4nted@proxy.example.com:3128",
                "headers.X Y=pl4nted",
                "headers.X-Y=pl4nted\u00fc",
                "apikey=pl4nted",
                "vendor-options={\"user\":\"pl4nted"
            })
    void aMistakeInTheConfigurationShowsNoSecret(String line) {
        String key = line.substring(0, line.indexOf('='));
        Throwable thrown = catchThrowable(() -> {
            try (Portolan portolan = portolan("http://localhost:1")
                    .property("portolan.providers.ollama." + key, line.substring(key.length() + 1))
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
