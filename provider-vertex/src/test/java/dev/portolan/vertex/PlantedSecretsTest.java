package dev.portolan.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.portolan.Portolan;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Credentials;
import dev.portolan.chat.Timeouts;
import dev.portolan.config.ConfigurationException;
import dev.portolan.error.ErrorKind;
import dev.portolan.recorded.secrets.PlantedSecrets;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.ScriptedServer;
import dev.portolan.simulator.vertex.VertexSimulator;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * With all loggers at their loudest: what a connection or a
 * call holds that is a secret or somebody's words is found in no log, no message, no stack trace and no {@code toString}.
 */
@Timeout(120)
class PlantedSecretsTest {

    private static final String MARK = PlantedSecrets.MARK;
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final ChatRequest REQUEST = ChatRequest.builder()
            .system(MARK + "-system")
            .user(MARK + "-prompt")
            .vendorOptions("vertex", "{\"labels\":{\"note\":\"" + MARK + "-request-options\"}}")
            .build();
    private final PlantedSecrets secrets = PlantedSecrets.listen();

    @AfterEach
    void stopListening() {
        secrets.close();
    }

    private Portolan portolan(String endpoint, String model) {
        Portolan portolan = Portolan.builder()
                .isolated()
                .environment(Map.of())
                .property("portolan.models.a.provider", "vertex")
                .property("portolan.models.a.model", model)
                .property("portolan.models.a.logging", "metadata")
                .property("portolan.models.a.retry.max-attempts", "1")
                .property("portolan.providers.vertex.project", "acme")
                .property("portolan.providers.vertex.location", "us-central1")
                .property("portolan.providers.vertex.endpoint", endpoint)
                .property("portolan.providers.vertex.openai-base-url", endpoint + "/openapi")
                .property("portolan.providers.vertex.access-token", MARK + "-key")
                .property("portolan.providers.vertex.headers.X-Gateway", MARK + "-header")
                .property("portolan.providers.vertex.labels.team", MARK + "-label")
                .build();
        secrets.note(portolan);
        return portolan;
    }

    /** With the connection's credentials, and with either kind of one's own. */
    private static List<CallContext> contexts() {
        CallContext plain = CallContext.builder()
                .timeouts(new Timeouts(SHORT, SHORT, SHORT))
                .timeout(Duration.ofSeconds(10))
                .traceHeader("baggage", MARK + "-baggage")
                .build();
        return List.of(
                plain,
                plain.toBuilder()
                        .credentials(Credentials.apiKey(MARK + "-own-key"))
                        .build());
    }

    /** Every way to call, with every kind of credentials; failures are noted as answers are. */
    private void call(Portolan portolan) {
        for (CallContext context : contexts()) {
            secrets.ask(portolan.chatModel("a"), REQUEST, context);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemini-3.5-flash", "claude-opus-4-6"})
    void noAnswerAndNoFaultShowsWhatWasSaid(String model) {
        List<Faults> faults = List.of(
                Faults.NONE,
                Faults.always(new Fault.Silent()),
                Faults.always(new Fault.StallAfter(3)),
                Faults.always(new Fault.ResetAfter(0)),
                Faults.always(new Fault.ResetAfter(3)),
                Faults.always(new Fault.TruncateAfter(3)),
                Faults.always(new Fault.ErrorInStream(3, ErrorKind.UNAVAILABLE)),
                Faults.always(new Fault.Garble(3)),
                Faults.always(new Fault.NoFinish()),
                Faults.always(Fault.error(ErrorKind.CONTENT_FILTERED)),
                Faults.always(Fault.error(ErrorKind.INVALID_REQUEST)));
        try (VertexSimulator simulator = VertexSimulator.start(Responder.text(MARK + "-answer in a few words"));
                Portolan portolan = portolan(simulator.baseUrl().toString(), model)) {
            for (Faults each : faults) {
                simulator.inject(each);
                call(portolan);
            }
            assertThat(simulator.requests())
                    .anySatisfy(sent -> assertThat(sent.headers().toString()).contains(MARK + "-key"))
                    .anySatisfy(sent -> assertThat(sent.headers().toString()).contains(MARK + "-own-key"))
                    .allSatisfy(sent -> assertThat(sent.headers().toString()).contains(MARK + "-header"));
        }
        secrets.nothingShows();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemini-3.5-flash", "meta/llama-4-maverick-17b-128e-instruct-maas"})
    void whatIsNoServiceOfGooglesShowsNothing(String model) {
        List<ScriptedServer.Step> steps = List.of(
                answer(502, "<html><body>" + MARK + "-html</body></html>"),
                answer(200, "<html><body>" + MARK + "-html</body></html>"),
                answer(
                        429,
                        "{\"error\":{\"code\":429,\"status\":\"RESOURCE_EXHAUSTED\",\"message\":\"" + MARK
                                + "-quoted\"}}"),
                ScriptedServer.Exchange::reset,
                exchange -> {
                    exchange.write(MARK + "-no-http\r\n\r\n");
                    return false;
                });
        for (ScriptedServer.Step step : steps) {
            try (ScriptedServer server = new ScriptedServer(step);
                    Portolan portolan = portolan("http://localhost:" + server.port(), model)) {
                call(portolan);
            }
        }
        secrets.note(REQUEST + " " + contexts());
        secrets.nothingShows();
    }

    @Test
    void aServerThatIsNotThereShowsNothingEither() throws Exception {
        int refused;
        try (ServerSocket socket = new ServerSocket(0)) {
            refused = socket.getLocalPort();
        }
        for (String model : List.of("gemini-3.5-flash", "meta/llama-4")) {
            try (Portolan portolan = portolan("http://localhost:" + refused, model)) {
                call(portolan);
            }
        }
        secrets.nothingShows();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auth=${PLANTED}",
                "endpoint=https://user:pl4nted@vertex.example.com",
                "endpoint=https://vertex.example.com?key=pl4nted",
                "endpoint=http://pl4nted.example.com/",
                "headers.X Y=pl4nted",
                "accesstoken=pl4nted",
                "vendor-options={\"user\":\"pl4nted",
                "credentials-json=pl4nted",
                "location=pl4nted.example.com/",
                "hosted-tools=pl4nted"
            })
    void aMistakeInTheConfigurationShowsNoSecret(String line) {
        String key = line.substring(0, line.indexOf('='));
        Throwable thrown = catchThrowable(() -> {
            try (Portolan portolan = Portolan.builder()
                    .isolated()
                    .environment(Map.of("PLANTED", MARK + "-word"))
                    .property("portolan.models.a.provider", "vertex")
                    .property("portolan.models.a.model", "gemini-3.5-flash")
                    .property("portolan.providers.vertex.project", "acme")
                    .property("portolan.providers.vertex.location", "us-central1")
                    .property("portolan.providers.vertex.access-token", "k")
                    .property("portolan.providers.vertex.endpoint", "http://localhost:1")
                    .property("portolan.providers.vertex." + key, line.substring(key.length() + 1))
                    .build()) {
                portolan.chatModel("a").chat(REQUEST, contexts().get(0));
            }
        });
        assertThat(thrown).isNotNull();
        secrets.note(thrown);
        if (thrown instanceof ConfigurationException mistakes) {
            secrets.note(mistakes.problems());
        }
        secrets.nothingShows();
    }

    private static ScriptedServer.Step answer(int status, String body) {
        return exchange -> {
            exchange.write("HTTP/1.1 " + status + " Told\r\nContent-Type: application/json\r\nContent-Length: "
                    + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
            return true;
        };
    }
}
