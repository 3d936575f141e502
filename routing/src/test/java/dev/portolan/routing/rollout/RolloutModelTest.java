package dev.portolan.routing.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.Attempt;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Message;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.Warning;
import dev.portolan.error.ContentFiltered;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.InvalidRequest;
import dev.portolan.error.LlmException;
import dev.portolan.evidence.check.Check;
import dev.portolan.evidence.check.Score;
import dev.portolan.evidence.cost.Price;
import dev.portolan.routing.rollout.judge.Arm;
import dev.portolan.routing.rollout.judge.CallOutcome;
import dev.portolan.routing.rollout.judge.LatencyKind;
import dev.portolan.routing.rollout.judge.Limits;
import dev.portolan.routing.route.Target;
import dev.portolan.schema.JsonSchema;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RolloutModelTest {

    private static final ChatRequest REQUEST = ChatRequest.of("hello");
    private static final CallContext CONTEXT =
            CallContext.builder().stickinessKey("u").build();

    private final Fleet fleet =
            new Fleet(Fleet.plan().preset(RolloutPreset.BIG_BANG).build(), 1);
    private final Played source = new Played("old", fleet.time);
    private final Played target = new Played("new", fleet.time);

    private RolloutModel model(Fleet.Instance instance) {
        return model(instance, new AnswerScoring(List.of(), null));
    }

    private RolloutModel model(Fleet.Instance instance, AnswerScoring scoring) {
        return new RolloutModel(
                "assistant",
                instance.rollout,
                new Target("gpt", source),
                new Target("sonnet", target),
                scoring,
                null,
                fleet.time::nanos);
    }

    private static Map<CallOutcome, Long> seen(Fleet.Instance instance, Arm arm) {
        return instance.rollout.status().evidence().outcomes(arm);
    }

    @Test
    void theSourceAnswersInTheShadowAndTheTargetAtAHundredPercent() {
        Fleet.Instance instance = fleet.instance();
        RolloutModel model = model(instance);
        assertThat(model.chat(REQUEST, CONTEXT).text()).isEqualTo("old");
        assertThat(seen(instance, Arm.SOURCE)).containsEntry(CallOutcome.OK, 1L);
        instance.rollout.start(Fleet.go("go-1"), "parity is shown");
        assertThat(model.chat(REQUEST, CONTEXT).text()).isEqualTo("new");
        assertThat(seen(instance, Arm.TARGET)).containsEntry(CallOutcome.OK, 1L);
        instance.rollout.rollback("Ada", "complaints");
        assertThat(instance.rollout.explain()).contains("is rolled-back, by Ada: complaints.");
        assertThat(model.chat(REQUEST, CONTEXT).text()).isEqualTo("old");
        assertThat(source.calls).isEqualTo(2);
        assertThat(target.calls).isEqualTo(1);
    }

    @Test
    void whatTheTargetFailsTheSourceAnswersAndItCountsAgainstTheTarget() {
        Fleet.Instance instance = fleet.started();
        RolloutModel model = model(instance);
        for (ErrorKind kind : List.of(
                ErrorKind.UNAVAILABLE,
                ErrorKind.INVALID_REQUEST,
                ErrorKind.ATTEMPTS_EXHAUSTED,
                ErrorKind.RATE_LIMITED)) {
            target.failure = kind;
            ChatResponse response = model.chat(REQUEST, CONTEXT);
            assertThat(response.text()).isEqualTo("old");
            assertThat(response.attempts()).extracting(Attempt::outcome).containsExactly(kind.id(), "ok");
            assertThat(response.warnings()).extracting(Warning::code).containsExactly("fell-back");
            if (instance.controller.rolledBack()) {
                break;
            }
        }
        assertThat(seen(instance, Arm.TARGET))
                .containsEntry(CallOutcome.INFRASTRUCTURE, 2L)
                .containsEntry(CallOutcome.REFUSED, 1L);
        assertThat(seen(instance, Arm.SOURCE)).isEmpty();
    }

    @Test
    void whenBothFailTheErrorIsTheSourcesWithTheTrailOfBoth() {
        RolloutModel model = model(fleet.started());
        target.failure = ErrorKind.UNAVAILABLE;
        source.failure = ErrorKind.INVALID_REQUEST;
        assertThatThrownBy(() -> model.chat(REQUEST, CONTEXT))
                .isInstanceOf(InvalidRequest.class)
                .satisfies(e -> assertThat(((LlmException) e).attempts())
                        .extracting(Attempt::model)
                        .containsExactly("new", "old"));
        source.failure = ErrorKind.UNAVAILABLE;
        assertThatThrownBy(() -> model.stream(REQUEST, CONTEXT).response())
                .satisfies(e -> assertThat(((LlmException) e).kind()).isEqualTo(ErrorKind.UNAVAILABLE));
    }

    @Test
    void whatAContentFilterStoppedIsAskedNowhereElse() {
        Fleet.Instance instance = fleet.started();
        target.failure = ErrorKind.CONTENT_FILTERED;
        assertThatThrownBy(() -> model(instance).chat(REQUEST, CONTEXT)).isInstanceOf(ContentFiltered.class);
        assertThat(source.calls).isZero();
        assertThat(seen(instance, Arm.TARGET)).containsEntry(CallOutcome.CONTENT_FILTERED, 1L);
    }

    @Test
    void withoutReplayTheTargetsErrorIsTheCallers() {
        fleet.plan =
                Fleet.plan().preset(RolloutPreset.BIG_BANG).replay(Replay.NONE).build();
        RolloutModel model = model(fleet.started());
        target.failure = ErrorKind.UNAVAILABLE;
        assertThatThrownBy(() -> model.chat(REQUEST, CONTEXT))
                .satisfies(e -> assertThat(((LlmException) e).kind()).isEqualTo(ErrorKind.UNAVAILABLE));
        assertThat(source.calls).isZero();
    }

    @Test
    void aStreamIsReplayedBeforeItsFirstOutputAndNotAfterIt() {
        Fleet.Instance instance = fleet.started();
        RolloutModel model = model(instance);
        target.failure = ErrorKind.UNAVAILABLE;
        try (ChatStream stream = model.stream(REQUEST, CONTEXT)) {
            assertThat(stream.response().text()).isEqualTo("old");
        }
        target.failsAfterOutput = true;
        try (ChatStream stream = model.stream(REQUEST, CONTEXT)) {
            assertThat(stream.next()).isInstanceOf(ChatEvent.TextDelta.class);
            assertThatThrownBy(stream::next).isInstanceOf(LlmException.class);
        }
        assertThat(source.calls).isEqualTo(1);
        assertThat(seen(instance, Arm.TARGET)).containsEntry(CallOutcome.INFRASTRUCTURE, 2L);
    }

    @Test
    void aStreamTellsOfItsFirstTokenAndItsEndAndOneThatIsLeftCountsForNobody() {
        fleet.plan = Fleet.plan().preset(RolloutPreset.GRADUAL).build();
        Fleet.Instance instance = fleet.started();
        RolloutModel model = model(instance);
        CallContext old = key(Arm.SOURCE);
        CallContext young = key(Arm.TARGET);
        for (int i = 0; i < 60; i++) {
            assertThat(model.stream(REQUEST, old).response().text()).isEqualTo("old");
        }
        assertThat(model.stream(REQUEST, young).response().text()).isEqualTo("new");
        assertThat(instance.rollout.status().evidence().latency())
                .containsOnlyKeys(LatencyKind.FIRST_TOKEN, LatencyKind.STREAM);
        try (ChatStream stream = model.stream(REQUEST, young)) {
            stream.next();
        }
        assertThat(seen(instance, Arm.TARGET))
                .containsEntry(CallOutcome.OK, 1L)
                .containsEntry(CallOutcome.ABANDONED, 1L);
        assertThat(instance.rollout.status().requests()).isEqualTo(1);
    }

    private static CallContext key(Arm arm) {
        for (int i = 0; ; i++) {
            if (Assignment.toTarget("gpt4o-to-sonnet", "k" + i, 10) == (arm == Arm.TARGET)) {
                return CallContext.builder().stickinessKey("k" + i).build();
            }
        }
    }

    @Test
    void aConversationThatARollbackMovesIsMarked() {
        Fleet.Instance instance = fleet.started();
        RolloutModel model = model(instance);
        model.chat(REQUEST, CONTEXT);
        instance.rollout.rollback("Ada", "complaints");
        ChatRequest next = ChatRequest.builder()
                .messages(List.of(Message.user("hello"), Message.assistant("new"), Message.user("and?")))
                .build();
        assertThat(model.chat(next, CONTEXT).warnings())
                .extracting(Warning::code)
                .containsExactly("rolled-back");
        // From then on it is the source's conversation.
        assertThat(model.stream(next, CONTEXT).response().warnings()).isEmpty();
    }

    @Test
    void answersAreScoredAndPriced() {
        Price price = new Price(Currency.getInstance("USD"), new BigDecimal("2"), new BigDecimal("8"), null, null);
        Check check = Check.of("polite", seen -> Score.of(seen.answer().text().equals("new") ? 0.5 : 1, "manners"));
        AnswerScoring scoring = new AnswerScoring(
                List.of(check), (provider, name) -> name.equals("old") || name.equals("new") ? price : null);
        assertThat(scoring.cost(target.response())).isEqualByComparingTo("0.006");
        assertThat(scoring.score(REQUEST, target.response())).isEqualTo(0.5);
        assertThat(scoring.score(REQUEST, source.response())).isEqualTo(1);
        Played stranger = new Played("stranger", fleet.time);
        assertThat(scoring.cost(stranger.response())).isNull();

        AnswerScoring broken = new AnswerScoring(
                List.of(Check.of("hard", seen -> Score.hardBreak("no")), thrower()), (provider, name) -> {
                    throw new IllegalStateException("no prices today");
                });
        assertThat(broken.score(REQUEST, target.response())).isZero();
        assertThat(broken.cost(target.response())).isNull();
        assertThat(new AnswerScoring(List.of(thrower()), null).score(REQUEST, target.response()))
                .isNull();
    }

    private static Check thrower() {
        return new Check() {
            @Override
            public String name() {
                return "thrower";
            }

            @Override
            public Score score(dev.portolan.evidence.check.Observation observation) {
                throw new IllegalStateException("a check that fails");
            }
        };
    }

    @Test
    void anAnswerThatDoesNotFitItsSchemaIsABrokenAnswer() {
        Fleet.Instance instance = fleet.started();
        RolloutModel model = model(instance);
        ChatRequest schema = ChatRequest.builder()
                .messages(List.of(Message.user("an invoice")))
                .outputFormat(
                        OutputFormat.schema("invoice", JsonSchema.of("{\"type\":\"object\",\"required\":[\"total\"]}")))
                .build();
        target.answer = "{\"total\":3}";
        model.chat(schema, CONTEXT);
        target.answer = "{}";
        model.chat(schema, CONTEXT);
        assertThat(seen(instance, Arm.TARGET)).containsEntry(CallOutcome.OK, 1L).containsEntry(CallOutcome.SCHEMA, 1L);
    }

    @Test
    void limitsThatNothingCanTellAreRefused() {
        fleet.plan = Fleet.plan().limits(Limits.DEFAULT).build();
        Fleet.Instance instance = fleet.instance();
        assertThatThrownBy(() -> model(instance)).hasMessageContaining("checks:");
        assertThatThrownBy(() -> model(instance, new AnswerScoring(List.of(thrower()), null)))
                .hasMessageContaining("prices:");
    }

    @Test
    void itTellsWhatBothHaveInCommon() {
        Fleet.Instance instance = fleet.started();
        RolloutModel model = model(instance);
        assertThat(model.info().provider()).isNotBlank();
        assertThat(model.check(REQUEST)).isEmpty();
        assertThat(model).hasToString("RolloutModel[assistant, RolloutPlan[gpt4o-to-sonnet, owner Ada, steps 100.0]]");
        @Nullable String explanation = instance.rollout.explain();
        assertThat(explanation).contains("step 1 of 1").doesNotContain("hello");
    }
}
