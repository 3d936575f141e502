package dev.portolan.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.chat.AdaptationPolicy;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Gap;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.OutputMode;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.Timeouts;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.Warning;
import dev.portolan.error.ContextLengthExceeded;
import dev.portolan.error.LlmException;
import dev.portolan.error.ModelNotFound;
import dev.portolan.error.PermissionDenied;
import dev.portolan.error.TimedOut;
import dev.portolan.error.UnsupportedFeature;
import dev.portolan.schema.JsonSchema;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.ReceivedRequest;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.ScriptedServer;
import dev.portolan.simulator.ollama.OllamaSimulator;
import dev.portolan.spi.ModelSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the server says of its models, how long its context is, and models that are not there. */
@Timeout(60)
class OllamaChatModelTest {

    private static final Tool NOW = Tool.of("now", "Tells the time.", "{\"type\":\"object\",\"properties\":{}}");
    private static final ChatRequest ASKING =
            ChatRequest.of("How late is it?").toBuilder().tools(List.of(NOW)).build();
    private static final ChatRequest THINKING = ChatRequest.of("Why?").toBuilder()
            .reasoningEffort(ReasoningEffort.MEDIUM)
            .build();
    private static final ChatRequest LOOKING = ChatRequest.builder()
            .add(Message.user(new ImagePart(Media.of(new byte[] {1, 2, 3}, "image/png"))))
            .build();
    private static final CallContext STRICT =
            CallContext.builder().adaptation(AdaptationPolicy.STRICT).build();

    private static ChatModel model(OllamaSimulator simulator, String name) {
        return model(simulator, name, settings -> settings);
    }

    private static ChatModel model(
            OllamaSimulator simulator, String name, UnaryOperator<ModelSettings.Builder> settings) {
        return OllamaConnection.builder()
                .baseUrl(simulator.baseUrl())
                .build()
                .chatModel(settings.apply(ModelSettings.builder("a", name)).build());
    }

    private static List<String> paths(OllamaSimulator simulator) {
        return simulator.requests().stream().map(ReceivedRequest::path).toList();
    }

    private static String answer(ChatModel model, ChatRequest request) {
        try (ChatStream stream = model.stream(request)) {
            return stream.response().text();
        }
    }

    @Test
    void aPlainQuestionAsksTheServerNothingElse() {
        try (OllamaSimulator simulator = OllamaSimulator.start(Responder.echo())) {
            ChatModel model = model(simulator, "llama3.2");
            model.chat(ChatRequest.of("Hello"));
            answer(model, ChatRequest.of("Hello"));
            assertThat(paths(simulator)).containsExactly("/api/chat", "/api/chat");
        }
    }

    @Test
    void whatAModelCanIsAskedOnceWhenItMatters() {
        try (OllamaSimulator simulator = OllamaSimulator.start(Responder.echo())) {
            ChatModel model = model(simulator, "qwen3:8b");
            answer(model, ASKING);
            model.chat(ASKING);
            model.chat(THINKING);
            assertThat(paths(simulator)).containsExactly("/api/show", "/api/chat", "/api/chat", "/api/chat");
            assertThat(model.info().supports(Capability.IMAGE_INPUT)).isFalse();
            assertThat(model.info().knows(Capability.REASONING_EFFORT)).isTrue();
        }
    }

    @Test
    void aServerThatMayNotBeAskedIsNot() {
        try (OllamaSimulator simulator = OllamaSimulator.start(Responder.echo());
                OllamaConnection connection = OllamaConnection.builder()
                        .baseUrl(simulator.baseUrl())
                        .askServer(false)
                        .build()) {
            ChatModel model =
                    connection.chatModel(ModelSettings.builder("a", "qwen3").build());
            model.chat(ASKING);
            model.chat(ChatRequest.of("word ".repeat(20_000)));
            assertThat(paths(simulator)).containsExactly("/api/chat", "/api/chat");
        }
    }

    @Test
    void toolsAndImagesOfAModelWithoutThemAreRefusedBeforeTheyAreSent() {
        try (OllamaSimulator simulator = OllamaSimulator.start(Responder.echo())) {
            ChatModel model = model(simulator, "gemma2");
            for (ChatRequest request : List.of(ASKING, LOOKING)) {
                assertThat(catchThrowableOfType(UnsupportedFeature.class, () -> model.chat(request))
                                .getMessage())
                        .contains("gemma2");
                assertThat(catchThrowableOfType(UnsupportedFeature.class, () -> answer(model, request)))
                        .isNotNull();
            }
            assertThat(paths(simulator)).containsExactly("/api/show");
            assertThat(model.check(ASKING)).extracting(Gap::field).contains("tools");
        }
    }

    @Test
    void anEffortOfAModelThatDoesNotThinkIsLeftOutAndToldTheFirstTimeToo() {
        try (OllamaSimulator simulator = OllamaSimulator.start(Responder.echo())) {
            ChatModel model = model(simulator, "llama3.2");
            for (int i = 0; i < 2; i++) {
                ChatResponse response = model.chat(THINKING);
                assertThat(response.warnings())
                        .extracting(Warning::code, Warning::field)
                        .containsExactly(org.assertj.core.groups.Tuple.tuple("left-out", "reasoningEffort"));
            }
            assertThat(simulator.requests().get(1).body()).doesNotContain("think");
            assertThat(catchThrowableOfType(
                            UnsupportedFeature.class,
                            () -> model(simulator, "llama3.2").chat(THINKING, STRICT)))
                    .hasMessageContaining("reasoningEffort");
        }
    }

    @Test
    void whatTheUserStatesGoesBeforeWhatTheServerSays() {
        try (OllamaSimulator simulator = OllamaSimulator.start(Responder.echo())) {
            ChatModel model =
                    model(simulator, "gemma2", settings -> settings.capabilities(Map.of(Capability.TOOLS, true)));
            LlmException refused = catchThrowableOfType(LlmException.class, () -> model.chat(ASKING));
            // The server's word in the end, but not ours.
            assertThat(refused.status()).isEqualTo(400);
            assertThat(paths(simulator)).containsExactly("/api/show", "/api/chat");
        }
    }

    @Test
    void aGatewayThatLetsOnlyChatsThroughIsNoFailure() {
        try (ScriptedServer server =
                new ScriptedServer(exchange -> (exchange.head().contains("/api/show")
                                ? Wire.json(404, "404 page not found")
                                : Wire.json(200, Wire.whole("Ten.")))
                        .answer(exchange))) {
            ChatModel model = Wire.model(server);
            assertThat(model.chat(ASKING).text()).isEqualTo("Ten.");
            assertThat(model.chat(ASKING).text()).isEqualTo("Ten.");
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    void aServerThatRefusesToTellIsAFailure() {
        try (ScriptedServer server = new ScriptedServer(Wire.json(403, "{\"error\":\"no\"}"))) {
            assertThat(catchThrowableOfType(
                            PermissionDenied.class, () -> Wire.model(server).chat(ASKING)))
                    .isNotNull();
        }
    }

    @Test
    void levelsAreSentToThoseThatHaveThem() {
        try (OllamaSimulator simulator = OllamaSimulator.start(Responder.echo())) {
            ChatModel levels = model(simulator, "gpt-oss:20b");
            ChatRequest none = ChatRequest.of("Why?").toBuilder()
                    .reasoningEffort(ReasoningEffort.NONE)
                    .build();
            // This family thinks whatever it is told, so it is not told otherwise.
            assertThat(levels.check(none)).extracting(Gap::effect).containsExactly(Gap.Effect.CLAMPED);
            levels.chat(none);
            assertThat(simulator.requests().get(1).body()).contains("\"think\":\"low\"");
            ChatModel switched = model(simulator, "qwen3");
            ChatRequest high =
                    none.toBuilder().reasoningEffort(ReasoningEffort.HIGH).build();
            assertThat(switched.chat(high).warnings()).extracting(Warning::code).containsExactly("clamped");
            assertThat(simulator.requests().get(3).body()).contains("\"think\":true");
        }
    }

    @Test
    void thoughtsComeApartAndGoBack() {
        try (OllamaSimulator simulator =
                OllamaSimulator.start(prompt -> Reply.text("Forty-two.").withReasoning("Six times nine."))) {
            ChatModel model = model(simulator, "qwen3");
            ChatResponse first = model.chat(ChatRequest.of("What?"));
            model.chat(ChatRequest.builder()
                    .user("What?")
                    .add(first.message())
                    .user("Sure?")
                    .build());
            assertThat(simulator.requests().get(1).body()).contains("\"thinking\":\"Six times nine.\"");
        }
    }

    @Test
    void aPromptThatIsLongerThanTheContextIsTold() {
        try (OllamaSimulator simulator = OllamaSimulator.start(Responder.text("Yes."))) {
            ChatRequest request = ChatRequest.builder()
                    .user("word ".repeat(8_000))
                    .add(Message.assistant("ok"))
                    .user("Did I say word?")
                    .build();
            ChatModel unset = model(simulator, "llama3.2");
            assertThat(unset.chat(request).warnings()).singleElement().satisfies(warning -> {
                assertThat(warning.code()).isEqualTo("may-be-cut");
                assertThat(warning.field()).isEqualTo("messages");
                assertThat(warning.message())
                        .contains("perhaps no more than 4096")
                        .contains("num-ctx");
            });
            assertThat(simulator.truncations()).isOne();
            // Now it is in memory, and the server tells with how many tokens.
            assertThat(unset.chat(request).warnings().get(0).message()).contains("keeps 4096");
            assertThat(paths(simulator)).containsExactly("/api/show", "/api/ps", "/api/chat", "/api/ps", "/api/chat");

            try (OllamaConnection connection = OllamaConnection.builder()
                    .baseUrl(simulator.baseUrl())
                    .numCtx(16_384)
                    .build()) {
                ChatModel set = connection.chatModel(
                        ModelSettings.builder("a", "llama3.2").build());
                simulator.forgetRequests();
                assertThat(set.chat(request).warnings()).isEmpty();
                assertThat(paths(simulator)).containsExactly("/api/chat");
                assertThat(set.info().limits().contextTokens()).isEqualTo(16_384);
                ChatRequest smaller = request.toBuilder()
                        .vendorOptions("ollama", "{\"options\":{\"num_ctx\":2048}}")
                        .build();
                assertThat(set.chat(smaller).warnings().get(0).message()).contains("keeps 2048");
            }
        }
    }

    @Test
    void whereNothingMayBeLostTheServerRefusesWhatItWouldCut() {
        try (OllamaSimulator simulator =
                OllamaSimulator.builder().contextLength(64).start()) {
            ChatModel model = model(simulator, "llama3.2");
            ChatRequest request = ChatRequest.builder()
                    .user("word ".repeat(200))
                    .add(Message.assistant("ok"))
                    .user("So?")
                    .build();
            assertThat(catchThrowableOfType(ContextLengthExceeded.class, () -> model.chat(request, STRICT)))
                    .isNotNull();
            assertThat(model.chat(request).text()).isNotEmpty();
        }
    }

    @Test
    void aModelThatIsNotThereSaysHowToGetIt() {
        try (OllamaSimulator simulator =
                OllamaSimulator.builder().model("llama3.2", "completion").start()) {
            for (ChatRequest request : List.of(ChatRequest.of("Hello"), ASKING)) {
                ModelNotFound failure = catchThrowableOfType(
                        ModelNotFound.class, () -> model(simulator, "qwen3:8b").chat(request));
                assertThat(failure).hasMessageContaining("ollama pull qwen3:8b");
            }
        }
    }

    @Test
    void aModelThatIsNotThereIsFetchedWhereThatIsWanted() {
        List<PullProgress> told = new ArrayList<>();
        try (OllamaSimulator simulator = OllamaSimulator.builder()
                        .model("llama3.2", "completion")
                        .pullable("qwen3:8b")
                        .responder(Responder.echo())
                        .start();
                OllamaConnection connection = OllamaConnection.builder()
                        .baseUrl(simulator.baseUrl())
                        .pullMissing(told::add)
                        .build()) {
            ChatModel model =
                    connection.chatModel(ModelSettings.builder("a", "qwen3:8b").build());
            assertThat(answer(model, ChatRequest.of("Hello"))).isEqualTo("Hello");
            assertThat(model.chat(ChatRequest.of("Hello")).text()).isEqualTo("Hello");
            assertThat(paths(simulator)).containsExactly("/api/chat", "/api/pull", "/api/chat", "/api/chat");
            assertThat(told).first().isEqualTo(new PullProgress("qwen3:8b", "pulling manifest", null, null));
            assertThat(told).last().extracting(PullProgress::status).isEqualTo("success");
            assertThat(told).anySatisfy(step -> assertThat(step.completed()).isEqualTo(step.total()));

            ModelNotFound nowhere = catchThrowableOfType(
                    ModelNotFound.class,
                    () -> connection
                            .chatModel(ModelSettings.builder("a", "nowhere").build())
                            .chat(ChatRequest.of("Hello")));
            assertThat(nowhere.model()).isEqualTo("nowhere");
        }
    }

    @Test
    void aFetchThatBreaksOffIsAFailureAndNoModel() {
        for (String lines : List.of(
                "{\"status\":\"pulling manifest\"}\n",
                "{\"status\":\"pulling manifest\"}\nnonsense\n",
                "{\"status\":\"pulling manifest\"}\n{\"error\":\"max retries exceeded\"}\n")) {
            try (ScriptedServer server =
                            new ScriptedServer(exchange -> (exchange.head().contains("/api/pull")
                                            ? Wire.stream(lines)
                                            : Wire.json(404, "{\"error\":\"model 'm' not found\"}"))
                                    .answer(exchange));
                    OllamaConnection connection = OllamaConnection.builder()
                            .baseUrl(Wire.url(server))
                            .pullMissing(progress -> {})
                            .build()) {
                LlmException failure = catchThrowableOfType(
                        LlmException.class,
                        () -> connection
                                .chatModel(ModelSettings.builder("a", "m").build())
                                .chat(ChatRequest.of("Hello")));
                assertThat(failure.kind().id()).isIn("network", "invalid-response", "unavailable");
                assertThat(server.requests()).hasSize(2);
            }
        }
    }

    @Test
    void aModelThatLoadsForLongIsNamedAsTheReason() {
        try (OllamaSimulator simulator = OllamaSimulator.start(Responder.echo())) {
            simulator.inject(Faults.always(Fault.silent()));
            CallContext hurried = CallContext.builder()
                    .timeouts(new Timeouts(null, Duration.ofMillis(200), null))
                    .build();
            ChatModel model = model(simulator, "llama3.2");
            for (TimedOut late : List.of(
                    catchThrowableOfType(TimedOut.class, () -> model.chat(ChatRequest.of("Hello"), hurried)),
                    catchThrowableOfType(
                            TimedOut.class,
                            () -> model.stream(ChatRequest.of("Hello"), hurried).response()))) {
                assertThat(late).hasMessageContaining("model-keep-alive").hasMessageContaining("memory");
            }
            assertThat(OllamaChatModel.STREAM_TIMEOUTS.firstToken()).isGreaterThan(Duration.ofMinutes(5));
        }
    }

    @Test
    void aHostedModelIsNotTrustedWithAFormat() {
        try (OllamaSimulator simulator = OllamaSimulator.start(Responder.echo())) {
            ChatRequest schema = ChatRequest.of("Count.").toBuilder()
                    .outputFormat(OutputFormat.schema("n", JsonSchema.EMPTY_OBJECT))
                    .build();
            for (String hosted : List.of("gpt-oss:120b-cloud", "deepseek-v3.1:671b-cloud", "kimi-k2:cloud")) {
                ChatModel model = model(simulator, hosted);
                assertThat(model.info().supports(Capability.JSON_SCHEMA_OUTPUT)).isFalse();
                assertThat(model.chat(schema).outputMode()).isEqualTo(OutputMode.PROMPTED);
                assertThat(sent(simulator)).doesNotContain("\"format\"");
            }
            model(simulator, "llama3.2").chat(schema);
            assertThat(sent(simulator)).contains("\"format\":{");
        }
    }

    private static String sent(OllamaSimulator simulator) {
        List<ReceivedRequest> all = simulator.requests();
        return all.get(all.size() - 1).body();
    }

    @Test
    void aFormatAndToolsExcludeEachOtherUnlessNoToolMayBeCalled() {
        try (OllamaSimulator simulator = OllamaSimulator.start(Responder.echo())) {
            ChatModel model = model(simulator, "llama3.2");
            ChatRequest both =
                    ASKING.toBuilder().outputFormat(OutputFormat.JSON).build();
            assertThat(model.check(both)).extracting(Gap::field).containsExactly("outputFormat");
            assertThat(model.check(both.toBuilder().toolChoice(ToolChoice.NONE).build()))
                    .extracting(Gap::field, Gap::effect)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("toolChoice", Gap.Effect.REWRITTEN));
        }
    }
}
