package dev.portolan.spi;

import static dev.portolan.spi.ScriptedModel.answer;
import static dev.portolan.spi.ScriptedModel.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.chat.AdaptationPolicy;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Deadline;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Gap;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.ModelLimits;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.Timeouts;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.Warning;
import dev.portolan.error.Cancelled;
import dev.portolan.error.TimedOut;
import dev.portolan.error.TimeoutPhase;
import dev.portolan.error.UnsupportedFeature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProviderChatModelTest {

    private static final ModelSettings PLAIN =
            ModelSettings.builder("assistant", "large-1").build();
    private static final ModelInfo KNOWS_NOTHING =
            ModelInfo.builder("acme", "large-1").build();
    private static final Tool WEATHER =
            Tool.of("weather", "Tells the weather", "{\"type\":\"object\",\"properties\":{}}");

    /** Hands what it would send to a scripted wire. */
    private static final class AcmeChatModel extends ProviderChatModel {
        final ScriptedModel wire = new ScriptedModel();
        List<Gap> dialect = List.of();
        Capability lacking;

        AcmeChatModel(ModelInfo info, ModelSettings settings) {
            super(info, settings);
        }

        @Override
        protected ChatResponse send(ChatRequest request, CallContext context) {
            return wire.chat(request, context);
        }

        @Override
        protected ChatStream open(ChatRequest request, CallContext context) {
            return wire.stream(request, context);
        }

        @Override
        protected List<Gap> gaps(ChatRequest request) {
            List<Gap> all = new ArrayList<>(super.gaps(request));
            all.addAll(dialect);
            return all;
        }

        @Override
        protected ModelInfo refined(ModelInfo stated) {
            return lacking == null
                    ? stated
                    : stated.toBuilder().capability(lacking, false).build();
        }

        ChatRequest sent() {
            return wire.requests.get(0);
        }
    }

    private static ModelInfo without(Capability... missing) {
        ModelInfo.Builder info = ModelInfo.builder("acme", "large-1");
        for (Capability capability : missing) {
            info.capability(capability, false);
        }
        return info.build();
    }

    @Test
    void aRequestThatFitsIsSentUncopied() {
        AcmeChatModel model = new AcmeChatModel(KNOWS_NOTHING, PLAIN);
        ChatResponse response = answer("Hi");
        model.wire.then(response).thenStream(response);
        ChatRequest request = ChatRequest.of("Hello");

        assertThat(model.chat(request)).isSameAs(response);
        assertThat(model.stream(request).response()).isSameAs(response);
        assertThat(model.wire.requests).allSatisfy(sent -> assertThat(sent).isSameAs(request));
    }

    @Test
    void anAnswerThatNamesNoModelIsOfTheOneThatWasAsked() {
        AcmeChatModel model = new AcmeChatModel(KNOWS_NOTHING, PLAIN);
        model.wire.then(answer("Hi").toBuilder().model("").build());

        assertThat(model.chat(ChatRequest.of("Hello")).model()).isEqualTo("large-1");
    }

    @Test
    void whatIsLearntOfAModelCountsFromThenOn() {
        AcmeChatModel model = new AcmeChatModel(KNOWS_NOTHING, PLAIN);
        model.wire.then(answer("Hi")).then(answer("Hi"));
        ChatRequest request = ChatRequest.of("Hello").toBuilder().seed(7L).build();

        model.chat(request);
        model.lacking = Capability.SEED;
        ChatResponse response = model.chat(request);

        assertThat(model.info().supports(Capability.SEED)).isFalse();
        assertThat(model.wire.requests).extracting(ChatRequest::seed).containsExactly(7L, null);
        assertThat(response.warnings()).extracting(Warning::field).containsExactly("seed");
    }

    @Test
    void aProviderMayGiveItsStreamsLongerToBegin() {
        Timeouts patient = new Timeouts(Duration.ofSeconds(1), Duration.ofMinutes(9), Duration.ofSeconds(3));
        ScriptedModel wire = new ScriptedModel().thenStream(answer("Hi"));
        ProviderChatModel model = new ProviderChatModel(KNOWS_NOTHING, PLAIN, patient) {
            @Override
            protected ChatResponse send(ChatRequest request, CallContext context) {
                return wire.chat(request, context);
            }

            @Override
            protected ChatStream open(ChatRequest request, CallContext context) {
                return wire.stream(request, context);
            }
        };

        model.stream(ChatRequest.of("Hello")).response();

        assertThat(wire.contexts.get(0).timeouts()).isEqualTo(patient);
    }

    @Test
    void settingsFillWhatTheRequestLeavesOpen() {
        ModelSettings settings = ModelSettings.builder("assistant", "large-1")
                .temperature(0.2)
                .topP(0.9)
                .topK(40)
                .maxOutputTokens(800)
                .seed(7L)
                .frequencyPenalty(0.1)
                .presencePenalty(0.3)
                .reasoningEffort(ReasoningEffort.LOW)
                .parallelToolCalls(false)
                .stop(List.of("END"))
                .build();
        AcmeChatModel model = new AcmeChatModel(KNOWS_NOTHING, settings);
        model.wire.then(answer("Hi"));

        model.chat(ChatRequest.builder()
                .user("Hello")
                .temperature(1.0)
                .tools(List.of(WEATHER))
                .build());

        assertThat(model.sent())
                .isEqualTo(ChatRequest.builder()
                        .user("Hello")
                        .temperature(1.0)
                        .topP(0.9)
                        .topK(40)
                        .maxOutputTokens(800)
                        .seed(7L)
                        .frequencyPenalty(0.1)
                        .presencePenalty(0.3)
                        .reasoningEffort(ReasoningEffort.LOW)
                        .parallelToolCalls(false)
                        .stop(List.of("END"))
                        .tools(List.of(WEATHER))
                        .build());
    }

    @Test
    void theParallelSwitchIsNoDefaultWithoutTools() {
        AcmeChatModel model = new AcmeChatModel(
                KNOWS_NOTHING,
                ModelSettings.builder("assistant", "large-1")
                        .parallelToolCalls(false)
                        .build());
        model.wire.then(answer("Hi"));
        ChatRequest request = ChatRequest.of("Hello");
        model.chat(request);
        assertThat(model.sent()).isSameAs(request);
    }

    @Test
    void stopSequencesOfTheRequestReplaceThoseOfTheSettings() {
        AcmeChatModel model = new AcmeChatModel(
                KNOWS_NOTHING,
                ModelSettings.builder("assistant", "large-1")
                        .stop(List.of("END"))
                        .seed(1L)
                        .build());
        model.wire.then(answer("Hi"));
        model.chat(ChatRequest.builder().user("Hello").stop(List.of("###")).build());
        assertThat(model.sent().stop()).containsExactly("###");
    }

    @Test
    void defaultsCountWhenARequestIsChecked() {
        AcmeChatModel model = new AcmeChatModel(
                without(Capability.TEMPERATURE),
                ModelSettings.builder("assistant", "large-1").temperature(0.2).build());
        assertThat(model.check(ChatRequest.of("Hello")))
                .singleElement()
                .satisfies(gap -> assertThat(gap.field()).isEqualTo("temperature"));
        assertThat(new AcmeChatModel(KNOWS_NOTHING, PLAIN).check(ChatRequest.of("Hello")))
                .isEmpty();
    }

    @Test
    void everyPhaseHasALimitAndTheContextWinsOverTheSettings() {
        ModelSettings settings = ModelSettings.builder("assistant", "large-1")
                .timeouts(new Timeouts(null, Duration.ofSeconds(30), Duration.ofSeconds(5)))
                .build();
        AcmeChatModel model = new AcmeChatModel(KNOWS_NOTHING, settings);
        model.wire.then(answer("Hi")).thenStream(answer("Hi"));
        CallContext context = CallContext.builder()
                .timeouts(new Timeouts(null, null, Duration.ofSeconds(1)))
                .build();

        model.chat(ChatRequest.of("Hello"), context);
        model.stream(ChatRequest.of("Hello"), CallContext.EMPTY).close();

        assertThat(model.wire.contexts.get(0).timeouts())
                .isEqualTo(new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(1)));
        assertThat(model.wire.contexts.get(1).timeouts())
                .isEqualTo(new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(5)));
    }

    @Test
    void aStreamMustBeginSoonerThanABlockingAnswerMustBeWritten() {
        AcmeChatModel model = new AcmeChatModel(KNOWS_NOTHING, PLAIN);
        model.wire.then(answer("Hi")).thenStream(answer("Hi"));
        model.chat(ChatRequest.of("Hello"));
        model.stream(ChatRequest.of("Hello")).close();
        assertThat(model.wire.contexts)
                .extracting(CallContext::timeouts)
                .containsExactly(ProviderChatModel.CHAT_TIMEOUTS, ProviderChatModel.STREAM_TIMEOUTS);
    }

    @Test
    void theTimeoutOfTheSettingsHoldsOnlyWithoutADeadline() {
        AcmeChatModel model = new AcmeChatModel(
                KNOWS_NOTHING,
                ModelSettings.builder("assistant", "large-1")
                        .timeout(Duration.ofSeconds(30))
                        .build());
        model.wire.then(answer("Hi")).then(answer("Hi"));
        model.chat(ChatRequest.of("Hello"));
        CallContext own = CallContext.builder()
                .timeout(Duration.ofMinutes(2))
                .timeouts(ProviderChatModel.CHAT_TIMEOUTS)
                .build();
        model.chat(ChatRequest.of("Hello"), own);

        assertThat(model.wire.contexts.get(0).deadline().remaining())
                .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
        assertThat(model.wire.contexts.get(1)).isSameAs(own);
    }

    @Test
    void aCancelledCallIsNotSent() {
        AcmeChatModel model = new AcmeChatModel(KNOWS_NOTHING, PLAIN);
        Cancellation cancellation = new Cancellation();
        CallContext context = CallContext.builder().cancellation(cancellation).build();
        cancellation.cancel();
        assertThatThrownBy(() -> model.chat(ChatRequest.of("Hello"), context)).isInstanceOf(Cancelled.class);
        ChatStream stream = model.stream(ChatRequest.of("Hello"), context);
        assertThatThrownBy(stream::next).isInstanceOf(Cancelled.class);
        stream.close();
        assertThat(model.wire.requests).isEmpty();
    }

    @Test
    void aLateCallIsNotSentAndNotWorthARetry() {
        AtomicLong now = new AtomicLong();
        AcmeChatModel model = new AcmeChatModel(KNOWS_NOTHING, PLAIN);
        CallContext context = CallContext.builder()
                .deadline(Deadline.in(Duration.ofSeconds(1), now::get))
                .cancellation(new Cancellation())
                .build();
        now.set(Duration.ofSeconds(1).toNanos());
        TimedOut late = catchThrowableOfType(TimedOut.class, () -> model.chat(ChatRequest.of("Hello"), context));
        assertThat(late.phase()).isEqualTo(TimeoutPhase.TOTAL);
        assertThat(late.retryable()).isFalse();
        assertThat(late).hasMessageContaining("acme/large-1").hasMessageContaining("Allow more time");
        assertThat(model.wire.requests).isEmpty();
    }

    @Test
    void whatTheModelDoesNotTakeIsLeftOutWithOneWarningEach() {
        AcmeChatModel model = new AcmeChatModel(
                without(
                        Capability.TEMPERATURE,
                        Capability.TOP_P,
                        Capability.TOP_K,
                        Capability.SEED,
                        Capability.FREQUENCY_PENALTY,
                        Capability.PRESENCE_PENALTY,
                        Capability.LOGPROBS,
                        Capability.REASONING_EFFORT,
                        Capability.PARALLEL_TOOL_CALLS,
                        Capability.STRICT_TOOLS),
                PLAIN);
        model.wire.then(answer("Hi").toBuilder()
                .warnings(List.of(new Warning("from-the-wire", null, "said the wire")))
                .build());
        Tool strict = new Tool("clock", "Tells the time", WEATHER.parameters(), true);
        ChatResponse response = model.chat(ChatRequest.builder()
                .user("Hello")
                .temperature(0.2)
                .topP(0.9)
                .topK(40)
                .seed(7L)
                .frequencyPenalty(0.1)
                .presencePenalty(0.3)
                .logprobs(2)
                .reasoningEffort(ReasoningEffort.LOW)
                .parallelToolCalls(false)
                .tools(List.of(strict, WEATHER))
                .build());

        assertThat(model.sent())
                .isEqualTo(ChatRequest.builder()
                        .user("Hello")
                        .tools(List.of(
                                Tool.of(
                                        "clock",
                                        "Tells the time",
                                        WEATHER.parameters().json()),
                                WEATHER))
                        .build());
        assertThat(response.warnings())
                .extracting(warning -> warning.code() + " " + warning.field())
                .containsExactly(
                        "left-out temperature",
                        "left-out topP",
                        "left-out topK",
                        "left-out seed",
                        "left-out frequencyPenalty",
                        "left-out presencePenalty",
                        "left-out logprobs",
                        "left-out reasoningEffort",
                        "left-out parallelToolCalls",
                        "left-out tools.strict",
                        "from-the-wire null");
    }

    @Test
    void numbersBeyondTheModelsLimitsAreClamped() {
        ModelInfo info = ModelInfo.builder("acme", "large-1")
                .limits(new ModelLimits(null, 4_096, 1.0, null, null, null))
                .build();
        AcmeChatModel model = new AcmeChatModel(info, PLAIN);
        model.wire.thenStream(text("Hi"), answer("Hi"));
        ChatResponse response = model.stream(ChatRequest.builder()
                        .user("Hello")
                        .temperature(1.7)
                        .maxOutputTokens(100_000)
                        .build())
                .response();
        assertThat(model.sent().temperature()).isEqualTo(1.0);
        assertThat(model.sent().maxOutputTokens()).isEqualTo(4_096);
        assertThat(response.warnings()).extracting(Warning::code).containsExactly("clamped", "clamped");
    }

    @Test
    void theStrictPolicyRefusesWithEveryFieldNamed() {
        AcmeChatModel model = new AcmeChatModel(
                without(Capability.TEMPERATURE, Capability.SEED),
                ModelSettings.builder("assistant", "large-1")
                        .adaptation(AdaptationPolicy.STRICT)
                        .build());
        ChatRequest request =
                ChatRequest.builder().user("Hello").temperature(0.1).seed(1L).build();
        assertThatThrownBy(() -> model.chat(request))
                .isInstanceOf(UnsupportedFeature.class)
                .hasMessageContaining("temperature: ")
                .hasMessageContaining("seed: ")
                .hasMessageContaining("allow adaptation");
        assertThat(model.wire.requests).isEmpty();

        model.wire.then(answer("Hi"));
        CallContext lenient =
                CallContext.builder().adaptation(AdaptationPolicy.ADAPT).build();
        assertThat(model.chat(request, lenient).warnings()).hasSize(2);
    }

    @Test
    void whatMustNotBeDroppedIsRefusedUnderEitherPolicy() {
        AcmeChatModel model =
                new AcmeChatModel(without(Capability.TOOLS, Capability.TOOL_CHOICE_REQUIRED, Capability.SEED), PLAIN);
        ChatRequest request = ChatRequest.builder()
                .user("Hello")
                .seed(1L)
                .tools(List.of(WEATHER))
                .toolChoice(ToolChoice.REQUIRED)
                .build();
        assertThatThrownBy(() -> model.chat(request))
                .isInstanceOf(UnsupportedFeature.class)
                .hasMessageContaining("tools: ")
                .hasMessageContaining("toolChoice: ")
                .hasMessageNotContaining("allow adaptation");
        ChatStream stream = model.stream(request);
        assertThatThrownBy(stream::next).isInstanceOf(UnsupportedFeature.class);
        assertThat(model.wire.requests).isEmpty();
    }

    @Test
    void whatOnlyTheDialectKnowsIsToldAndLeftToIt() {
        AcmeChatModel model = new AcmeChatModel(KNOWS_NOTHING, PLAIN);
        model.dialect = List.of(
                new Gap("messages[0]", Gap.Effect.REWRITTEN, "system text travels as a user message"),
                new Gap("messages[0].parts[0].detail", Gap.Effect.LEFT_OUT, "no such thing"),
                new Gap("topK", Gap.Effect.CLAMPED, "the wire knows how"),
                new Gap("outputFormat", Gap.Effect.EMULATED, "asked for in the prompt"),
                new Gap("stop", Gap.Effect.LEFT_OUT, "not with audio"));
        model.wire.then(answer("Hi"));
        ChatResponse response = model.chat(
                ChatRequest.builder().user("Hello").topK(3).stop(List.of("x")).build());
        assertThat(model.sent())
                .isEqualTo(ChatRequest.builder().user("Hello").topK(3).build());
        assertThat(response.warnings())
                .extracting(Warning::code)
                .containsExactly("rewritten", "left-out", "clamped", "emulated", "left-out");
    }

    @Test
    void aModelThatDoesNotStreamSaysSo() {
        AcmeChatModel model = new AcmeChatModel(without(Capability.STREAMING), PLAIN);
        ChatStream stream = model.stream(ChatRequest.of("Hello"));
        assertThatThrownBy(stream::next)
                .isInstanceOf(UnsupportedFeature.class)
                .hasMessageContaining("Use chat in place of stream");
    }

    @Test
    void aStopSequenceTheModelDoesNotKnowCutsTheAnswerHere() {
        AcmeChatModel model = new AcmeChatModel(without(Capability.STOP), PLAIN);
        model.wire.then(answer("One. END Two."));
        ChatResponse response = model.chat(
                ChatRequest.builder().user("Count").stop(List.of(" END")).build());
        assertThat(model.sent().stop()).isEmpty();
        assertThat(response.text()).isEqualTo("One.");
        assertThat(response.finishReason()).isEqualTo(new FinishReason(FinishReason.Kind.STOP, "stop"));
        assertThat(response.warnings()).extracting(Warning::code).containsExactly("emulated");
    }

    @Test
    void asManyStopSequencesAsTheModelTakesAreStillSent() {
        ModelInfo info = ModelInfo.builder("acme", "large-1")
                .limits(new ModelLimits(null, null, null, 1, null, null))
                .build();
        AcmeChatModel model = new AcmeChatModel(info, PLAIN);
        model.wire.thenStream(text("One. B"), text("B Two."), answer("One. BB Two."));
        ChatStream stream = model.stream(
                ChatRequest.builder().user("Count").stop(List.of("AA", "BB")).build());
        assertThat(stream.text()).containsExactly("One. ");
        assertThat(model.sent().stop()).containsExactly("AA");
        assertThat(stream.response().text()).isEqualTo("One. ");
        assertThat(stream.response().warnings()).extracting(Warning::code).containsExactly("emulated");
    }

    @Test
    void aModelIsPrintedByItsName() {
        AcmeChatModel model = new AcmeChatModel(KNOWS_NOTHING, PLAIN);
        assertThat(model).hasToString("AcmeChatModel[acme/large-1]");
        assertThat(model.info()).isSameAs(KNOWS_NOTHING);
        assertThat(model.settings()).isSameAs(PLAIN);
    }
}
