package dev.portolan.bedrock;

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
import dev.portolan.simulator.bedrock.BedrockSimulator;
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
 * With our loggers at their loudest, and the SDK's and Netty's as loud as the page on providers allows: what a connection or a
 * call holds that is a secret or somebody's words is found in no log, no message, no stack trace and no {@code toString}.
 */
@Timeout(120)
class PlantedSecretsTest {

    private static final String MARK = PlantedSecrets.MARK;
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final ChatRequest REQUEST = ChatRequest.builder()
            .system(MARK + "-system")
            .user(MARK + "-prompt")
            .vendorOptions("bedrock", "{\"requestMetadata\":{\"note\":\"" + MARK + "-request-options\"}}")
            .build();
    private static final Map<String, String> KEYS = Map.of("api-key", MARK + "-key");
    private static final Map<String, String> ACCESS = Map.of(
            "access-key-id", MARK + "-id", "secret-access-key", MARK + "-secret", "session-token", MARK + "-session");

    private final PlantedSecrets secrets = PlantedSecrets.listen();

    @AfterEach
    void stopListening() {
        secrets.close();
    }

    private Portolan portolan(String endpoint, String api, Map<String, String> keys) {
        Portolan.Builder builder = Portolan.builder()
                .isolated()
                .environment(Map.of())
                .property("portolan.models.a.provider", "bedrock")
                .property("portolan.models.a.model", "anthropic.claude-sonnet-4-5-20250929-v1:0")
                .property("portolan.models.a.logging", "metadata")
                .property("portolan.models.a.retry.max-attempts", "1")
                .property("portolan.providers.bedrock.region", "us-east-1")
                .property("portolan.providers.bedrock.http2", "false")
                .property("portolan.providers.bedrock.api", api)
                .property("portolan.providers.bedrock.endpoint", endpoint)
                .property("portolan.providers.bedrock.headers.X-Gateway", MARK + "-header")
                .property("portolan.providers.bedrock.request-metadata.team", MARK + "-metadata")
                .property("portolan.providers.bedrock.guardrail", MARK);
        keys.forEach((name, value) -> builder.property("portolan.providers.bedrock." + name, value));
        Portolan portolan = builder.build();
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
                        .build(),
                plain.toBuilder()
                        .credentials(Credentials.of(Map.of(
                                BedrockAuth.ACCESS_KEY_ID,
                                MARK + "-own-id",
                                BedrockAuth.SECRET_ACCESS_KEY,
                                MARK + "-own-secret",
                                BedrockAuth.SESSION_TOKEN,
                                MARK + "-own-session")))
                        .build());
    }

    private void call(Portolan portolan) {
        for (CallContext context : contexts()) {
            secrets.ask(portolan.chatModel("a"), REQUEST, context);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"converse", "invoke"})
    void noAnswerAndNoFaultShowsWhatWasSaid(String api) {
        List<Faults> faults = List.of(
                Faults.NONE,
                Faults.always(new Fault.Silent()),
                Faults.always(new Fault.StallAfter(3)),
                Faults.always(new Fault.ResetAfter(0)),
                Faults.always(new Fault.ResetAfter(3)),
                Faults.always(new Fault.TruncateAfter(3)),
                Faults.always(new Fault.ErrorInStream(3, ErrorKind.UNAVAILABLE)),
                Faults.always(new Fault.Garble(3)),
                Faults.always(new Fault.SpoilFrame(3)),
                Faults.always(new Fault.NoFinish()),
                Faults.always(new Fault.HtmlErrorPage(502)));
        try (BedrockSimulator simulator = BedrockSimulator.start(Responder.text(MARK + "-answer in a few words"))) {
            try (Portolan portolan = portolan(simulator.baseUrl().toString(), api, ACCESS)) {
                call(portolan);
            }
            try (Portolan portolan = portolan(simulator.baseUrl().toString(), api, KEYS)) {
                for (Faults each : faults) {
                    simulator.inject(each);
                    call(portolan);
                }
            }
            assertThat(simulator.requests())
                    .anySatisfy(sent -> assertThat(sent.headers().toString()).contains(MARK + "-key"))
                    .anySatisfy(sent -> assertThat(sent.headers().toString()).contains(MARK + "-own-session"))
                    .allSatisfy(sent -> assertThat(sent.headers().toString()).contains(MARK + "-header"));
        }
        secrets.nothingShows();
    }

    @ParameterizedTest
    @ValueSource(strings = {"converse", "invoke", "openai"})
    void noRefusalShowsWhatItQuotes(String api) {
        List<ScriptedServer.Step> steps = List.of(
                refusal(400, "ValidationException", "Input is too long: " + MARK + "-quoted-prompt"),
                refusal(400, "ServiceQuotaExceededException", MARK + "-quoted"),
                refusal(403, "AccessDeniedException", "User arn:aws:iam::1:user/" + MARK + " may not"),
                refusal(403, "UnrecognizedClientException", "The token " + MARK + "-key is not valid"),
                refusal(404, "ResourceNotFoundException", MARK + "-quoted"),
                refusal(424, "ModelErrorException", MARK + "-quoted"),
                refusal(429, "ThrottlingException", MARK + "-quoted"),
                refusal(500, "SomethingNewException", MARK + "-quoted"),
                answer(502, "", "<html><body>" + MARK + "-html</body></html>"),
                answer(200, "", "<html><body>" + MARK + "-html</body></html>"),
                answer(200, "", "[\"" + MARK + "-array\"]"),
                answer(200, "", "{\"output\":{\"message\":{\"content\":[{\"text\":\"" + MARK),
                answer(308, "Location: https://u:" + MARK + "@elsewhere.example/" + MARK + "\r\n", ""),
                ScriptedServer.Exchange::reset,
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
                    Portolan portolan = portolan(address(server), api, KEYS)) {
                call(portolan);
                assertThat(server.requests()).isNotEmpty();
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
        for (String api : List.of("converse", "openai")) {
            try (Portolan portolan = portolan("http://localhost:" + refused, api, ACCESS)) {
                call(portolan);
            }
        }
        secrets.nothingShows();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auth=${PLANTED}",
                "endpoint=https://user:pl4nted@bedrock.example.com",
                "endpoint=https://bedrock.example.com?key=pl4nted",
                "endpoint=http://pl4nted.example.com/",
                "proxy=http://user:pl4nted@proxy.example.com:3128",
                "proxy-password=pl4nted",
                "headers.X Y=pl4nted",
                "apikey=pl4nted",
                "vendor-options={\"user\":\"pl4nted",
                "session-token=pl4nted",
                "cache-points=pl4nted"
            })
    void aMistakeInTheConfigurationShowsNoSecret(String line) {
        String key = line.substring(0, line.indexOf('='));
        Throwable thrown = catchThrowable(() -> {
            try (Portolan portolan = Portolan.builder()
                    .isolated()
                    .environment(Map.of("PLANTED", MARK + "-word"))
                    .property("portolan.models.a.provider", "bedrock")
                    .property("portolan.models.a.model", "amazon.nova-lite-v1:0")
                    .property("portolan.providers.bedrock.region", "us-east-1")
                    .property("portolan.providers.bedrock.api-key", "k")
                    .property("portolan.providers.bedrock.endpoint", "http://localhost:1")
                    .property("portolan.providers.bedrock." + key, line.substring(key.length() + 1))
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

    private static String address(ScriptedServer server) {
        return "http://localhost:" + server.port();
    }

    private static ScriptedServer.Step refusal(int status, String type, String message) {
        return answer(status, "x-amzn-ErrorType: " + type + "\r\n", "{\"message\":\"" + message + "\"}");
    }

    private static ScriptedServer.Step answer(int status, String headers, String body) {
        return exchange -> {
            exchange.write("HTTP/1.1 " + status + " Told\r\nContent-Type: application/json\r\n" + headers
                    + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
            return true;
        };
    }
}
