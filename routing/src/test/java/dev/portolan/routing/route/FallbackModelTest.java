package dev.portolan.routing.route;

import static dev.portolan.routing.route.Scripted.error;
import static dev.portolan.routing.route.Scripted.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.chat.Attempt;
import dev.portolan.chat.AttemptBudget;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Deadline;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.ModelLimits;
import dev.portolan.chat.Tool;
import dev.portolan.chat.Warning;
import dev.portolan.error.AttemptsExhausted;
import dev.portolan.error.BudgetExceeded;
import dev.portolan.error.ContentFiltered;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.InvalidRequest;
import dev.portolan.error.LlmException;
import dev.portolan.error.NoEligibleRoute;
import dev.portolan.error.StreamInterrupted;
import dev.portolan.error.TimedOut;
import dev.portolan.error.TimeoutPhase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FallbackModelTest {

    private static final ChatRequest REQUEST = ChatRequest.of("Hello");

    private final AtomicLong nanos = new AtomicLong();
    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    private final RouteClock time = new RouteClock(
            Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC), nanos::get, random::nextDouble);
    private final Scripted first = new Scripted("one");
    private final Scripted second = new Scripted("two");
    private final Scripted third = new Scripted("three");

    private FallbackPlan.Builder plan() {
        return FallbackPlan.builder()
                .target(new Target("a", first))
                .target(new Target("b", second))
                .target(new Target("c", third));
    }

    private FallbackModel model(FallbackPlan.Builder plan) {
        return new FallbackModel("assistant", plan.build(), time);
    }

    private FallbackModel model() {
        return model(plan());
    }

    private static List<String> outcomes(List<Attempt> trail) {
        return trail.stream().map(one -> one.model() + " " + one.outcome()).toList();
    }

    @Test
    void theFirstThatAnswersIsEnough() {
        first.then(first.answer("Hi"));

        ChatResponse response = model().chat(REQUEST);

        assertThat(response.message().text()).isEqualTo("Hi");
        assertThat(outcomes(response.attempts())).containsExactly("one ok");
        assertThat(response.warnings()).isEmpty();
        assertThat(second.calls() + third.calls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authentication",
                "permission",
                "model-not-found",
                "unsupported-feature",
                "context-length",
                "rate-limited",
                "quota-exhausted",
                "unavailable",
                "timeout",
                "network",
                "invalid-response"
            })
    void theNextIsAskedWhereItCanHelp(String kind) {
        first.then(error(kind(kind)));
        second.then(second.answer("Hi"));

        ChatResponse response = model().chat(REQUEST);

        assertThat(outcomes(response.attempts())).containsExactly("one " + kind, "two ok");
        assertThat(response.warnings())
                .containsExactly(new Warning("fell-back", "model", "b answered, since a failed: " + kind));
    }

    private static ErrorKind kind(String id) {
        return ErrorKind.values().stream()
                .filter(kind -> kind.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid-request", "content-filtered", "replay-miss", "cancelled"})
    void nobodyElseIsAskedWhereItCannotHelp(String kind) {
        first.then(error(kind(kind)));

        LlmException thrown = catchThrowableOfType(LlmException.class, () -> model().chat(REQUEST));

        assertThat(thrown.kind().id()).isEqualTo(kind);
        assertThat(outcomes(thrown.attempts())).containsExactly("one " + kind);
        assertThat(second.calls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"circuit-open", "budget-exceeded", "no-eligible-route"})
    void aTargetThatRefusesBeforeItSendsIsPassedOverAndTakesNoAttempt(String kind) {
        first.then(error(kind(kind)));
        second.then(error(ErrorKind.UNAVAILABLE));
        third.then(third.answer("Hi"));

        ChatResponse response = model(plan().maxAttempts(2)).chat(REQUEST);

        assertThat(outcomes(response.attempts())).containsExactly("a " + kind, "two unavailable", "three ok");
        assertThat(response.attempts().get(0).note()).isEqualTo("passed over: it went wrong");
    }

    @Test
    void whereABudgetAloneIsWhyNobodyIsAskedItIsTheError() {
        first.then(error(ErrorKind.BUDGET_EXCEEDED, Duration.ofHours(2)));
        second.then(error(ErrorKind.BUDGET_EXCEEDED, Duration.ofHours(2)));
        third.then(error(ErrorKind.CIRCUIT_OPEN));

        BudgetExceeded thrown = catchThrowableOfType(BudgetExceeded.class, () -> model().chat(REQUEST));

        assertThat(outcomes(thrown.attempts()))
                .containsExactly("a budget-exceeded", "b budget-exceeded", "c circuit-open");
        assertThat(thrown.retryAfter()).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void aTargetThatWasSentToBeforeItsBreakerOpenedHasFailed() {
        Attempt sent = new Attempt("acme", "one", Instant.EPOCH, Duration.ZERO, "unavailable", 503, null, null);
        Attempt open = new Attempt("acme", "one", Instant.EPOCH, Duration.ZERO, "circuit-open", null, null, null);
        first.then(ErrorDetails.builder("open").attempts(List.of(sent, open)).toException(ErrorKind.CIRCUIT_OPEN));
        second.then(second.answer("Hi"));

        assertThat(outcomes(model().chat(REQUEST).attempts()))
                .containsExactly("one unavailable", "one circuit-open", "two ok");
    }

    @Test
    void aBadRequestChangesNothingForTheNext() {
        first.then(error(ErrorKind.INVALID_REQUEST), first.answer("Hi"));
        FallbackModel model = model();

        assertThatThrownBy(() -> model.chat(REQUEST)).isInstanceOf(InvalidRequest.class);
        assertThat(outcomes(model.chat(REQUEST).attempts())).containsExactly("one ok");
    }

    @Test
    void exhaustionTellsEachAttemptAndTheEarliestTime() {
        first.then(error(ErrorKind.RATE_LIMITED, Duration.ofSeconds(40)));
        second.then(error(ErrorKind.CIRCUIT_OPEN, Duration.ofSeconds(7)));
        LlmException end = error(ErrorKind.UNAVAILABLE);
        third.then(end);

        AttemptsExhausted thrown = catchThrowableOfType(AttemptsExhausted.class, () -> model().chat(REQUEST));

        assertThat(outcomes(thrown.attempts()))
                .containsExactly("one rate-limited", "b circuit-open", "three unavailable");
        assertThat(thrown.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(thrown).hasCause(end).hasMessageContaining("Try again in 7 s");
    }

    @Test
    void whatATargetCannotTakeIsPassedOverBeforeTheCall() {
        Scripted plain = new Scripted(ModelInfo.builder("acme", "plain")
                .capability(Capability.TOOLS, false)
                .build());
        second.then(second.answer("Hi"));
        FallbackModel model = new FallbackModel(
                "assistant",
                FallbackPlan.builder()
                        .target(new Target("a", plain))
                        .target(new Target("b", second))
                        .build(),
                time);

        ChatResponse response = model.chat(withTool());

        assertThat(plain.calls()).isZero();
        assertThat(outcomes(response.attempts())).containsExactly("a unsupported-feature", "two ok");
        assertThat(response.attempts().get(0).provider()).isEqualTo("assistant");
        assertThat(response.attempts().get(0).note()).startsWith("passed over: tools: ");
    }

    private static ChatRequest withTool() {
        return REQUEST.toBuilder()
                .tools(List.of(Tool.of("look_up", "Looks a word up", "{\"type\": \"object\"}")))
                .build();
    }

    @Test
    void nobodyWhoCanTakeItIsAnErrorOfItsOwn() {
        Scripted small = small("small");
        FallbackModel model = new FallbackModel(
                "assistant",
                FallbackPlan.builder().target(new Target("a", small)).build(),
                time);

        NoEligibleRoute thrown =
                catchThrowableOfType(NoEligibleRoute.class, () -> model.chat(ChatRequest.of("word ".repeat(2000))));

        assertThat(outcomes(thrown.attempts())).containsExactly("a context-length");
        assertThat(small.calls()).isZero();
    }

    private static Scripted small(String name) {
        return new Scripted(ModelInfo.builder("acme", name)
                .limits(new ModelLimits(1000, null, null, null, null, null))
                .build());
    }

    @Test
    void anEstimateThatMayBeWrongPassesNobodyOver() {
        Scripted small = small("small");
        small.then(small.answer("Hi"));
        FallbackModel model = new FallbackModel(
                "assistant",
                FallbackPlan.builder().target(new Target("a", small)).build(),
                time);

        assertThat(model.chat(ChatRequest.of("word ".repeat(1000))).message().text())
                .isEqualTo("Hi");
    }

    @Test
    void whatIsTooLongGoesToTheTargetThatThePlanNames() {
        first.then(error(ErrorKind.CONTEXT_LENGTH));
        Scripted large = new Scripted("large");
        large.then(large.answer("Hi"));

        ChatResponse response =
                model(plan().onContextLength(new Target("large", large))).chat(REQUEST);

        assertThat(outcomes(response.attempts())).containsExactly("one context-length", "large ok");
        assertThat(response.warnings().get(0).message()).contains("too long for a");
    }

    @Test
    void whatAGateFindsTooLongGoesThereToo() {
        Scripted large = new Scripted("large");
        large.then(large.answer("Hi"));
        FallbackModel model = new FallbackModel(
                "assistant",
                FallbackPlan.builder()
                        .target(new Target("a", small("small")))
                        .target(new Target("b", second))
                        .onContextLength(new Target("large", large))
                        .build(),
                time);

        ChatResponse response = model.chat(ChatRequest.of("word ".repeat(2000)));

        assertThat(outcomes(response.attempts())).containsExactly("a context-length", "large ok");
        assertThat(second.calls()).isZero();
    }

    @Test
    void aFilteredPromptGoesElsewhereOnlyWhereThePlanSaysSo() {
        first.then(error(ErrorKind.CONTENT_FILTERED));
        Scripted other = new Scripted("other");
        other.then(other.answer("Hi"));

        ChatResponse response =
                model(plan().onContentFilter(new Target("other", other))).chat(REQUEST);

        assertThat(outcomes(response.attempts())).containsExactly("one content-filtered", "other ok");
        assertThat(second.calls()).isZero();
        assertThat(response.warnings()).extracting(Warning::code).containsExactly("fell-back");
    }

    @Test
    void whenThatTargetFiltersItTooItIsTheEnd() {
        first.then(error(ErrorKind.CONTENT_FILTERED));
        Scripted other = new Scripted("other");
        other.then(error(ErrorKind.CONTENT_FILTERED));

        assertThatThrownBy(() -> model(plan().onContentFilter(new Target("other", other)))
                        .chat(REQUEST))
                .isInstanceOf(ContentFiltered.class);
        assertThat(second.calls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"REFUSAL", "CONTENT_FILTER"})
    void aRefusedAnswerIsAnAnswerUnlessThePlanSaysElse(String end) {
        FinishReason.Kind kind = FinishReason.Kind.valueOf(end);
        first.then(first.answer("I cannot", kind), first.answer("I cannot", kind));
        Scripted other = new Scripted("other");
        other.then(other.answer("Hi"));

        assertThat(model().chat(REQUEST).finishReason().kind()).isEqualTo(kind);
        ChatResponse response =
                model(plan().onContentFilter(new Target("other", other))).chat(REQUEST);

        assertThat(outcomes(response.attempts())).containsExactly("one ok", "other ok");
    }

    @Test
    void oneBudgetOfAttemptsSpansAllTargetsAndLeavesOneForEach() {
        first.then((Scripted.Step) context -> {
            assertThat(left(context)).isEqualTo(3);
            Scripted.sends(context, 3).run();
            return error(ErrorKind.UNAVAILABLE);
        });
        second.then((Scripted.Step) context -> {
            assertThat(left(context)).isEqualTo(1);
            Scripted.sends(context, 1).run();
            return error(ErrorKind.UNAVAILABLE);
        });
        third.then(third.answer("Hi"));

        assertThat(model().chat(REQUEST).message().text()).isEqualTo("Hi");
    }

    private static int left(CallContext context) {
        return Objects.requireNonNull(context.attemptBudget()).remaining();
    }

    @Test
    void aBudgetFromOutsideIsKeptTo() {
        first.then(error(ErrorKind.UNAVAILABLE));
        second.then(error(ErrorKind.UNAVAILABLE));
        AttemptBudget budget = new AttemptBudget(2);

        assertThatThrownBy(() -> model().chat(
                                REQUEST,
                                CallContext.builder().attemptBudget(budget).build()))
                .isInstanceOf(AttemptsExhausted.class);
        assertThat(budget.remaining()).isZero();
        assertThat(third.calls()).isZero();
    }

    @Test
    void aTargetsTimeIsNotTheCallsTime() {
        first.then((Scripted.Step) context -> {
            assertThat(Objects.requireNonNull(context.deadline()).remaining()).isEqualTo(Duration.ofSeconds(5));
            nanos.addAndGet(Duration.ofSeconds(5).toNanos());
            return total();
        });
        second.then(second.answer("Hi"));
        CallContext context = CallContext.builder()
                .deadline(Deadline.in(Duration.ofSeconds(30), nanos::get))
                .build();

        ChatResponse response =
                model(plan().targetTimeout(Duration.ofSeconds(5))).chat(REQUEST, context);

        assertThat(outcomes(response.attempts())).containsExactly("one timeout", "two ok");
        assertThat(response.attempts().get(0).note()).isEqualTo(Attempt.OUTCOME_UNKNOWN + "; the target's time was up");
    }

    private static LlmException total() {
        return ErrorDetails.builder("too late").timeoutPhase(TimeoutPhase.TOTAL).toException(ErrorKind.TIMEOUT);
    }

    @Test
    void whenTheCallsTimeIsUpNobodyElseIsAsked() {
        first.then((Scripted.Step) context -> {
            nanos.addAndGet(Duration.ofSeconds(30).toNanos());
            return total();
        });
        CallContext context = CallContext.builder()
                .deadline(Deadline.in(Duration.ofSeconds(30), nanos::get))
                .build();

        assertThatThrownBy(() ->
                        model(plan().targetTimeout(Duration.ofSeconds(60))).chat(REQUEST, context))
                .isInstanceOf(TimedOut.class);
        assertThat(second.calls()).isZero();
    }

    @Test
    void aCancelledCallGoesNowhereElse() {
        Cancellation cancellation = new Cancellation();
        first.then((Scripted.Step) context -> {
            cancellation.cancel();
            return error(ErrorKind.NETWORK);
        });

        assertThatThrownBy(() -> model().chat(
                                REQUEST,
                                CallContext.builder().cancellation(cancellation).build()))
                .isInstanceOf(LlmException.class);
        assertThat(second.calls()).isZero();
    }

    @Test
    void weightsDrawTheOrderAndZeroIsLast() {
        Map<String, Integer> firsts = new TreeMap<>();
        FallbackPlan plan = plan().weights(Map.of("a", 3, "b", 1, "c", 0)).build();
        for (int i = 0; i < 4000; i++) {
            List<Target> order = plan.order(time);
            firsts.merge(order.get(0).name(), 1, Integer::sum);
            assertThat(order.get(2).name()).isEqualTo("c");
        }
        assertThat(firsts.get("a")).isBetween(2850, 3150);
        assertThat(firsts.get("b")).isBetween(850, 1150);
    }

    @Test
    void aStreamGoesOnWithTheNextUntilSomethingWasSeen() {
        first.then(List.of(error(ErrorKind.UNAVAILABLE)));
        second.then(List.of(text("Hi"), second.answer("Hi")));

        try (ChatStream stream = model().stream(REQUEST)) {
            ChatResponse response = stream.response();
            assertThat(outcomes(response.attempts())).containsExactly("one unavailable", "two ok");
            assertThat(response.warnings()).extracting(Warning::code).containsExactly("fell-back");
        }
    }

    @Test
    void aStreamThatWasSeenEndsWithItsError() {
        first.then(List.of(text("Hi"), error(ErrorKind.STREAM_INTERRUPTED)));

        try (ChatStream stream = model().stream(REQUEST)) {
            assertThat(stream.next()).isEqualTo(text("Hi"));
            StreamInterrupted thrown = catchThrowableOfType(StreamInterrupted.class, stream::next);
            assertThat(outcomes(thrown.attempts())).containsExactly("one stream-interrupted");
        }
        assertThat(second.calls()).isZero();
    }

    @Test
    void aStreamThatIsClosedAsksNobodyElse() {
        first.then(List.of(text("Hi"), first.answer("Hi")));
        ChatStream stream = model().stream(REQUEST);
        stream.next();
        stream.close();

        assertThat(stream.next()).isNull();
        assertThat(second.calls()).isZero();
    }

    @Test
    void whatItCanIsWhatAllCan() {
        Scripted vision = new Scripted(ModelInfo.builder("acme", "v")
                .capability(Capability.IMAGE_INPUT, true)
                .capability(Capability.TOOLS, true)
                .limits(new ModelLimits(200_000, 8_000, 1.0, null, null, null))
                .build());
        Scripted plain = new Scripted(ModelInfo.builder("acme", "p")
                .capability(Capability.IMAGE_INPUT, false)
                .capability(Capability.TOOLS, true)
                .limits(new ModelLimits(128_000, null, 2.0, 4, null, null))
                .build());
        ModelInfo info = new FallbackModel(
                        "assistant",
                        FallbackPlan.builder()
                                .target(new Target("a", vision))
                                .target(new Target("b", plain))
                                .build())
                .info();

        assertThat(info.provider()).isEqualTo("fallback");
        assertThat(info.model()).isEqualTo("assistant");
        assertThat(info.supports(Capability.IMAGE_INPUT)).isFalse();
        assertThat(info.knows(Capability.TOOLS)).isTrue();
        assertThat(info.knows(Capability.SEED)).isFalse();
        assertThat(info.limits()).isEqualTo(new ModelLimits(128_000, 8_000, 1.0, 4, null, null));
    }

    @Test
    void aRequestIsCheckedAgainstTheTargetThatWouldTakeIt() {
        Scripted plain = new Scripted(ModelInfo.builder("acme", "plain")
                .capability(Capability.TOOLS, false)
                .build());
        FallbackModel model = new FallbackModel(
                "assistant",
                FallbackPlan.builder()
                        .target(new Target("a", plain))
                        .target(new Target("b", second))
                        .build(),
                time);
        FallbackModel alone = new FallbackModel(
                "assistant",
                FallbackPlan.builder().target(new Target("a", plain)).build(),
                time);

        assertThat(model.check(withTool())).isEmpty();
        assertThat(alone.check(withTool())).isNotEmpty();
    }

    @Test
    void plansThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> FallbackPlan.builder().build()).hasMessageStartingWith("targets:");
        assertThatThrownBy(() -> plan().target(new Target("a", third)).build())
                .hasMessageContaining("a is there twice");
        assertThatThrownBy(() -> plan().maxAttempts(0).build()).hasMessageStartingWith("max-attempts:");
        assertThatThrownBy(() -> plan().weights(Map.of("a", 1)).build()).hasMessageStartingWith("weights:");
        assertThatThrownBy(() -> plan().weights(Map.of("a", 0, "b", 0, "c", 0)).build())
                .hasMessageStartingWith("weights:");
        assertThatThrownBy(() -> plan().targetTimeout(Duration.ZERO).build()).hasMessageStartingWith("target-timeout:");
        assertThatThrownBy(() -> Gates.contextFit(message -> 1, 1)).hasMessageContaining("margin");
    }
}
