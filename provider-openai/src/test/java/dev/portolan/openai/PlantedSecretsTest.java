package dev.portolan.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.portolan.Portolan;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Credentials;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.Timeouts;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.VideoPart;
import dev.portolan.config.ConfigurationException;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.schema.JsonSchema;
import dev.portolan.simulator.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * From a configuration to the wire and back: every place that may hold a secret or somebody's words holds a word of its own,
 * and none of them is found in a log, a message, a stack trace or a {@code toString}.
 */
@Timeout(60)
class PlantedSecretsTest {

    /** Every planted word begins with it, in whatever case. */
    private static final String MARK = "pl4nted";

    private static final ToolCall CALL =
            new ToolCall("call_1", "refund", "{\"order\":\"" + MARK + "-tool-arguments\"}");
    private static final ChatRequest REQUEST = ChatRequest.builder()
            .system(MARK + "-system")
            .user(MARK + "-prompt")
            .add(new AssistantMessage(List.of(CALL)))
            .add(Message.toolResults(ToolResult.of(CALL, MARK + "-tool-result")))
            .tools(List.of(Tool.of(
                    "refund",
                    MARK + "-tool-description",
                    "{\"type\":\"object\",\"properties\":{\"order\":{\"type\":\"string\",\"description\":\"" + MARK
                            + "-schema\"}}}")))
            .vendorOptions("openai", "{\"user\":\"" + MARK + "-request-options\"}")
            .build();
    private static final CallContext CONTEXT = CallContext.builder()
            .timeouts(new Timeouts(Bench.SHORT, Bench.SHORT, Bench.SHORT))
            .timeout(Duration.ofSeconds(10))
            .tag("customer", MARK + "-tag")
            .traceHeader("baggage", MARK + "-baggage")
            .build();
    private static final CallContext OWN_KEY = CONTEXT.toBuilder()
            .credentials(Credentials.of(Map.of(
                    Credentials.API_KEY,
                    "sk-" + MARK + "-per-call-key",
                    "organization",
                    MARK + "-per-call-organization")))
            .build();

    @TempDir
    private Path folder;

    private final List<String> words = new ArrayList<>();
    private final ListAppender<ILoggingEvent> slf4j = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level levelBefore = root.getLevel();
    private final java.util.logging.Logger julRoot = java.util.logging.Logger.getLogger("");
    private final java.util.logging.Level julLevelBefore = julRoot.getLevel();
    private final Handler jul = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            String line = new SimpleFormatter().format(entry);
            synchronized (words) {
                words.add(line);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        slf4j.start();
        root.setLevel(Level.TRACE);
        root.addAppender(slf4j);
        // What the JDK itself logs about its own HTTP server and the like is not ours: OkHttp's is.
        java.util.logging.Logger.getLogger("okhttp3").setLevel(java.util.logging.Level.ALL);
        julRoot.addHandler(jul);
        PrintStream captured = new PrintStream(console, true, StandardCharsets.UTF_8);
        System.setOut(captured);
        System.setErr(captured);
    }

    @AfterEach
    void stopListening() {
        System.setOut(out);
        System.setErr(err);
        julRoot.removeHandler(jul);
        julRoot.setLevel(julLevelBefore);
        root.detachAppender(slf4j);
        root.setLevel(levelBefore);
    }

    private void note(Object value) {
        synchronized (words) {
            words.add(String.valueOf(value));
        }
    }

    private void note(@Nullable Throwable thrown) {
        if (thrown == null) {
            return; // what was refused or taken is not the question here
        }
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        note(trace);
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            note(cause.getMessage());
            note(cause.getLocalizedMessage() + cause);
        }
        if (thrown instanceof LlmException failure) {
            note(failure.details());
            note(failure.details().summary() + failure.details().remedy());
            note(failure.attempts());
            note(failure.partialResponse());
        }
    }

    private void nothingShows() {
        List<ILoggingEvent> events = List.copyOf(slf4j.list);
        for (ILoggingEvent event : events) {
            note(event.getFormattedMessage());
            note(event.getMDCPropertyMap() + " " + event.getKeyValuePairs());
            if (event.getThrowableProxy() != null) {
                note(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
        note(console.toString(StandardCharsets.UTF_8));
        synchronized (words) {
            assertThat(words).isNotEmpty();
            assertThat(words.stream()
                            .filter(word -> word.toLowerCase(Locale.ROOT).contains(MARK))
                            .distinct())
                    .isEmpty();
        }
    }

    private Map<String, String> keys() throws Exception {
        Path file = Files.writeString(folder.resolve("key"), "sk-" + MARK + "-file-key\n");
        return Map.of(
                "literal",
                "sk-" + MARK + "-literal-key",
                "placeholder",
                "${PLANTED}",
                "environment",
                "secret:env:PLANTED",
                "file",
                "secret:file:" + file);
    }

    private Portolan portolan(URI baseUrl, Wire wire, String key, Map<String, String> more) {
        Portolan.Builder builder = Portolan.builder()
                .isolated()
                .environment(Map.of("PLANTED", "sk-" + MARK + "-environment-key"))
                .property("portolan.models.a.provider", "openai")
                .property("portolan.models.a.model", "gpt-4o")
                .property("portolan.models.a.logging", "metadata")
                .property("portolan.models.a.retry.max-attempts", "1")
                .property("portolan.models.a.vendor-options", "{\"user\":\"" + MARK + "-model-options\"}")
                .property("portolan.providers.openai.api-key", key)
                .property("portolan.providers.openai.base-url", baseUrl + "?tenant=" + MARK + "-query")
                .property("portolan.providers.openai.server", "openai")
                .property("portolan.providers.openai.api", wire.api())
                .property("portolan.providers.openai.organization", MARK + "-organization")
                .property("portolan.providers.openai.project", MARK + "-project")
                .property("portolan.providers.openai.headers.X-Gateway", MARK + "-header")
                .property("portolan.providers.openai.vendor-options", "{\"user\":\"" + MARK + "-options\"}");
        more.forEach(builder::property);
        Portolan portolan = builder.build();
        note(portolan);
        note(builder);
        return portolan;
    }

    private static String said(Wire wire) {
        return wire.begin()
                + (wire == Wire.CHAT
                        ? "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o\","
                                + "\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\"" + MARK
                                + "-reasoning\"},\"finish_reason\":null}]}\n\n"
                        : "")
                + wire.text(MARK + "-answer")
                + wire.toolStart()
                + wire.arguments("{\\\"order\\\":\\\"" + MARK + "-streamed-arguments\\\"}");
    }

    private static String quoting(String type, String code) {
        return "{\"error\":{\"message\":\"Incorrect key sk-" + MARK + "-vendor-quotes-key; you said " + MARK
                + "-vendor-quotes-prompt\",\"type\":\"" + type + "\",\"param\":\"" + MARK + "-param\",\"code\":\""
                + code
                + "\"}}";
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void anAnswerShowsWhereItIsAskedForAndNowhereElse(Wire wire) throws Exception {
        ScriptedServer.Step both = exchange -> {
            if (exchange.body().contains("\"stream\":true")) {
                exchange.write(Wire.head() + said(wire) + wire.end());
                return false;
            }
            return Wire.json(200, wire.whole(MARK + "-answer")).answer(exchange);
        };
        for (String key : keys().values()) {
            for (CallContext context : List.of(CONTEXT, OWN_KEY)) {
                try (ScriptedServer server = new ScriptedServer(both);
                        Portolan portolan = portolan(server.baseUrl(), wire, key, Map.of())) {
                    ChatModel model = portolan.chatModel("a");
                    ChatResponse answer = model.chat(REQUEST, context);
                    assertThat(answer.text()).isEqualTo(MARK + "-answer");
                    note(answer);
                    note(answer.message() + " " + answer.message().parts() + answer.usage() + answer.warnings());
                    try (ChatStream stream = model.stream(REQUEST, context)) {
                        note(stream);
                        for (ChatEvent event : stream) {
                            note(event);
                        }
                        note(stream.response());
                        note(stream.response().message().parts());
                    }
                    note(model + " " + model.info());
                    portolan.reload();
                    assertThat(server.requests())
                            .allSatisfy(sent -> assertThat(sent.head()).contains("sk-" + MARK, MARK + "-header"));
                }
            }
        }
        note(REQUEST + " " + REQUEST.messages() + REQUEST.tools());
        note(CONTEXT + " " + OWN_KEY + OWN_KEY.credentials());
        assertThat(slf4j.list)
                .filteredOn(event -> event.getLoggerName().equals("dev.portolan.call"))
                .hasSize(2 * 2 * 4);
        nothingShows();
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void noFailureShowsWhatWasSaid(Wire wire) throws Exception {
        String html = "<html><body>" + MARK + "-html</body></html>";
        String whole = wire.whole(MARK + "-answer");
        List<ScriptedServer.Step> steps = List.of(
                Wire.json(400, quoting("invalid_request_error", "bad")),
                Wire.json(400, quoting("invalid_request_error", "context_length_exceeded")),
                Wire.json(400, quoting("invalid_request_error", "content_filter")),
                Wire.json(401, quoting("invalid_request_error", "invalid_api_key")),
                Wire.json(403, quoting("permission_error", "no_access")),
                Wire.json(404, quoting("invalid_request_error", "model_not_found")),
                Wire.answer(
                        429, "application/json", "Retry-After: 1\r\n", quoting("rate_limit", "rate_limit_exceeded")),
                Wire.json(429, quoting("insufficient_quota", "insufficient_quota")),
                Wire.json(500, quoting("server_error", "server_error")),
                Wire.json(503, MARK + "-plain-text"),
                Wire.answer(502, "text/html", "", html),
                Wire.answer(200, "text/html", "", html),
                Wire.answer(
                        308,
                        "text/plain",
                        "Location: https://u:" + MARK + "@elsewhere.example/" + MARK + "?key=" + MARK + "\r\n",
                        ""),
                Wire.json(200, whole.substring(0, whole.length() - 20)),
                Wire.json(200, whole.replaceFirst("\"id\":", "\"id\":" + MARK)),
                Wire.json(200, quoting("server_error", "server_error")),
                Wire.json(200, "[\"" + MARK + "-array\"]"),
                Wire.stream(said(wire)),
                Wire.stream(said(wire) + wire.errorInside().replace("The ", MARK + "-inside The ")),
                Wire.stream(said(wire) + Wire.ERROR_EVENT.replace("Something", MARK + "-event")),
                Wire.stream(said(wire) + "data: {\"" + MARK + "-broken\n\n"),
                Wire.stream(said(wire) + "data: " + MARK + "-no-json\n\n"),
                ScriptedServer.Exchange::reset,
                ScriptedServer.Exchange::stall,
                exchange -> {
                    exchange.write(Wire.head() + said(wire));
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
        Set<ErrorKind> seen = new HashSet<>();
        for (ScriptedServer.Step step : steps) {
            try (ScriptedServer server = new ScriptedServer(step);
                    Portolan portolan = portolan(server.baseUrl(), wire, "sk-" + MARK + "-literal-key", Map.of())) {
                fails(portolan, REQUEST, CONTEXT, seen);
                fails(portolan, REQUEST, OWN_KEY, seen);
            }
        }
        assertThat(seen)
                .contains(
                        ErrorKind.AUTHENTICATION,
                        ErrorKind.PERMISSION,
                        ErrorKind.MODEL_NOT_FOUND,
                        ErrorKind.RATE_LIMITED,
                        ErrorKind.QUOTA_EXHAUSTED,
                        ErrorKind.UNAVAILABLE,
                        ErrorKind.INVALID_REQUEST,
                        ErrorKind.INVALID_RESPONSE,
                        ErrorKind.CONTEXT_LENGTH,
                        ErrorKind.CONTENT_FILTERED,
                        ErrorKind.STREAM_INTERRUPTED,
                        ErrorKind.TIMEOUT,
                        ErrorKind.NETWORK);
        nothingShows();
    }

    private void fails(Portolan portolan, ChatRequest request, CallContext context, Set<ErrorKind> seen) {
        ChatModel model = portolan.chatModel("a");
        List<Consumer<ChatModel>> ways = List.of(used -> note(used.chat(request, context)), used -> {
            try (ChatStream stream = used.stream(request, context)) {
                for (ChatEvent event : stream) {
                    note(event);
                }
                note(stream.response());
            }
        });
        for (Consumer<ChatModel> way : ways) {
            Throwable thrown = catchThrowable(() -> way.accept(model));
            assertThat(thrown).isInstanceOf(LlmException.class);
            seen.add(((LlmException) thrown).kind());
            note(thrown);
        }
    }

    @Test
    void noFailureOnThisSideOfTheWireShowsWhatWasSaid() throws Exception {
        Set<ErrorKind> seen = new HashSet<>();
        int refused;
        try (ServerSocket socket = new ServerSocket(0)) {
            refused = socket.getLocalPort();
        }
        Cancellation cancelled = new Cancellation();
        cancelled.cancel();
        URI nobody = URI.create("http://localhost:" + refused + "/v1");
        try (Portolan portolan = portolan(nobody, Wire.CHAT, "sk-" + MARK + "-literal-key", Map.of())) {
            fails(portolan, REQUEST, CONTEXT, seen);
            fails(portolan, REQUEST, CONTEXT.toBuilder().cancellation(cancelled).build(), seen);
            ChatRequest video = REQUEST.toBuilder()
                    .add(Message.user(
                            new VideoPart(Media.of((MARK + "-video").getBytes(StandardCharsets.UTF_8), "video/mp4"))))
                    .build();
            fails(portolan, video, CONTEXT, seen);
        }
        try (ScriptedServer proxy = new ScriptedServer(Wire.answer(
                        407,
                        "text/html",
                        "Proxy-Authenticate: Basic realm=\"" + MARK + "-realm\"\r\n",
                        MARK + "-407"));
                Portolan portolan = portolan(
                        URI.create("http://llm.example.com/v1"),
                        Wire.CHAT,
                        "sk-" + MARK + "-literal-key",
                        Map.of(
                                "portolan.providers.openai.allow-http", "true",
                                "portolan.providers.openai.proxy", "localhost:" + proxy.port(),
                                "portolan.providers.openai.proxy-username", MARK + "-proxy-user",
                                "portolan.providers.openai.proxy-password", MARK + "-proxy-password"))) {
            fails(portolan, REQUEST, CONTEXT, seen);
        }
        // A line break in the middle of a key, or a letter that no header may hold.
        for (String key : List.of("sk-" + MARK + "\n-two-lines", "sk-" + MARK + "-\u00fc\u4e00")) {
            try (ScriptedServer server = new ScriptedServer(Wire.json(200, Wire.CHAT.whole("Hello")));
                    Portolan portolan = portolan(server.baseUrl(), Wire.CHAT, key, Map.of())) {
                note(catchThrowable(() -> portolan.chatModel("a").chat(REQUEST, CONTEXT)));
                CallContext own =
                        CONTEXT.toBuilder().credentials(Credentials.apiKey(key)).build();
                note(catchThrowable(() -> portolan.chatModel("a").chat(REQUEST, own)));
            }
        }
        note(catchThrowable(() -> REQUEST.toBuilder()
                .vendorOptions("openai", "{\"" + MARK + "-broken-options")
                .build()));
        note(catchThrowable(() -> JsonSchema.of("{\"" + MARK + "-broken-schema")));
        note(catchThrowable(() -> Tool.of("refund", MARK, "{\"type\":" + MARK + "-no-schema}")));
        note(catchThrowable(() -> Tool.of("refund " + "x", MARK, "{}")));
        note(catchThrowable(() -> REQUEST.toBuilder()
                .outputFormat(OutputFormat.schema("a b", JsonSchema.of("{\"type\":\"" + MARK + "\"}")))
                .build()));
        assertThat(seen).contains(ErrorKind.NETWORK, ErrorKind.CANCELLED, ErrorKind.UNSUPPORTED_FEATURE);
        nothingShows();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "portolan.models.a.api-key=sk-pl4nted-0123456789",
                "portolan.models.a.api-key=pl4nted",
                "portolan.models.a.temperature=sk-pl4nted-0123456789",
                "portolan.models.a.api_key=pl4nted",
                "portolan.api-key=pl4nted",
                "portolan.providers.openai.apikey=pl4nted",
                "portolan.providers.openai.base-url=https://user:pl4nted@llm.example.com/v1",
                "portolan.providers.openai.base-url=https://pl4nted@llm.example.com/v1",
                "portolan.providers.openai.base-url=https://llm.example.com/v1 ?key=pl4nted",
                "portolan.providers.openai.base-url=llm.example.com/v1?key=pl4nted-0123456789",
                "portolan.providers.openai.proxy=http://user:pl4nted@proxy.example.com:3128",
                "portolan.providers.openai.proxy-password=pl4nted",
                "portolan.providers.openai.api-key=secret:fiel:pl4nted",
                "portolan.providers.openai.api-key=${PLANTED_NOWHERE",
                "portolan.providers.openai.organization=sk-pl4nted-0123456789",
                "portolan.providers.openai.vendor-options={\"user\":\"pl4nted",
                "portolan.providers.openai.vendor-options=[\"pl4nted\"]",
                "portolan.providers.openai.api=${PLANTED}",
                "portolan.providers.openai.server=${PLANTED}",
                "portolan.providers.openai.http2=${PLANTED}",
                "portolan.providers.openai.type=${PLANTED}",
                "portolan.models.a.provider=${PLANTED}",
                "portolan.models.a.timeout=${PLANTED}",
                "portolan.providers.openai.headers.X Y=pl4nted",
                "portolan.providers.openai.headers.X-Y=pl4nted\\u00fc\\nZ"
            })
    void aMistakeInTheConfigurationShowsNoSecret(String line) throws Exception {
        Path file = Files.write(
                folder.resolve("app.properties"),
                List.of("portolan.models.b.provider=openai", "portolan.models.b.model=gpt-4o", line));
        Portolan.Builder builder = Portolan.builder()
                .isolated()
                .environment(Map.of("PLANTED", MARK + "-word"))
                .property("portolan.models.a.logging", "metadata")
                .file(file);
        Throwable thrown = catchThrowable(() -> {
            try (Portolan portolan = builder.build()) {
                note(portolan);
                portolan.chatModel("b").chat(REQUEST, CONTEXT);
            }
        });
        assertThat(thrown).isNotNull();
        note(thrown);
        if (thrown instanceof ConfigurationException mistakes) {
            note(mistakes.problems());
        }
        nothingShows();
    }
}
