package dev.portolan.routing.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.routing.rollout.RolloutEvent.Kind;
import dev.portolan.routing.rollout.judge.Arm;
import dev.portolan.routing.rollout.judge.CallOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Properties 27 and 28 of a rollout that can be trusted, and how it begins and ends. */
class EndPropertiesTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void p27EachDecisionKeepsItsInputsRuleActorAndNumberAndExplainGivesTheSentence() {
        Fleet fleet = new Fleet(Fleet.plan().preset(RolloutPreset.BIG_BANG).build(), 27);
        Fleet.Instance instance = fleet.started();
        instance.target(20, CallOutcome.OK);
        instance.target(12, CallOutcome.TIMEOUT);
        instance.poll();

        List<RolloutEvent> log = instance.rollout.log();
        assertThat(log).extracting(RolloutEvent::number).containsExactly(1L, 2L, 3L);
        assertThat(log.get(0).reason())
                .contains("tickets solved without a human")
                .contains("errors above 5 %");
        assertThat(log.get(1)).satisfies(event -> {
            assertThat(event.kind()).isEqualTo(Kind.ADVANCED);
            assertThat(event.actor()).isEqualTo("Ada");
            assertThat(event.rule()).isEqualTo("go");
            assertThat(event.reference()).isEqualTo("go-1");
            assertThat(event.reason()).contains("prompt sha256-1").contains("parity is shown");
        });
        assertThat(log.get(2)).satisfies(event -> {
            assertThat(event.kind()).isEqualTo(Kind.ROLLED_BACK);
            assertThat(event.actor()).isEqualTo(RolloutEvent.JUDGE);
            assertThat(event.rule()).isEqualTo("judge");
            assertThat(event.judgement()).contains("\"metric\":\"errors\"").contains("\"limit\":0.05");
            assertThat(event.evidence()).contains("portolan-step-evidence/1");
            assertThat(event.reason()).contains("calls to the target failed").contains("limit 5");
        });
        assertThat(instance.rollout.explain())
                .startsWith("Rollout gpt4o-to-sonnet is rolled-back, by judge: Roll back: ")
                .contains("timeout")
                .contains("A reset is refused for")
                .endsWith("Owner: Ada.");
    }

    @Test
    void p28AStepThatDoesNotEndIsHeldOrRolledBackAndAfterARollbackRecoveryIsReported() {
        RolloutTimes short7 = RolloutTimes.DEFAULT.withMaxStep(Duration.ofDays(7));
        Fleet held = new Fleet(Fleet.plan().times(short7).build(), 28);
        Fleet.Instance one = held.started();
        held.time.pass(Duration.ofDays(7).minusSeconds(1));
        one.poll();
        assertThat(one.rollout.status().stage()).isEqualTo(RolloutStage.STEP);
        held.time.pass(Duration.ofSeconds(1));
        one.poll();
        assertThat(one.rollout.status().stage()).isEqualTo(RolloutStage.HELD);
        assertThat(one.rollout.status().reason()).contains("lasted longer than PT168H");

        Fleet back = new Fleet(
                Fleet.plan().times(short7).onTimeout(StepTimeout.ROLLBACK).build(), 29);
        Fleet.Instance other = back.started();
        back.time.pass(Duration.ofDays(7));
        other.poll();
        assertThat(other.rollout.status().stage()).isEqualTo(RolloutStage.ROLLED_BACK);

        other.traffic(300, Duration.ofMinutes(29), 0.01, 0);
        assertThat(other.state().recovered()).isNull();
        other.traffic(30, Duration.ofMinutes(2), 0.01, 0);
        assertThat(other.state().recovered()).isTrue();
        assertThat(other.heard).last().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(Kind.RECOVERED);
            assertThat(event.reason()).contains("calls to the source failed since the rollback");
        });
    }

    @Test
    void withoutRecoveryThatIsSaidToo() {
        Fleet fleet = new Fleet(Fleet.plan().build(), 30);
        Fleet.Instance instance = fleet.started();
        instance.rollout.rollback("Ada", "complaints");
        instance.poll();
        instance.traffic(100, Duration.ofMinutes(31), 0.4, 0);
        assertThat(instance.state().recovered()).isFalse();

        Fleet silent = new Fleet(Fleet.plan().build(), 31);
        Fleet.Instance nobody = silent.started();
        nobody.rollout.rollback("Ada", "complaints");
        nobody.poll();
        silent.time.pass(Duration.ofMinutes(30));
        nobody.poll();
        assertThat(nobody.heard)
                .last()
                .satisfies(event -> assertThat(event.reason()).contains("Nobody can tell"));
    }

    @Test
    void aRolloutGoesFromTheShadowToDoneAndIsReviewed() {
        Fleet fleet = new Fleet(Fleet.plan().preset(RolloutPreset.GRADUAL).build(), 32);
        Fleet.Instance instance = fleet.instance();
        instance.traffic(200, HOUR, 0.01, 0);
        assertThat(instance.rollout.status().stage()).isEqualTo(RolloutStage.SHADOW);
        instance.rollout.start(Fleet.go("go-1"), "parity is shown");
        instance.traffic(6000, Duration.ofMinutes(61), 0.01, 0.01);
        assertThat(instance.rollout.status().percent()).isEqualTo(50);
        instance.traffic(2000, Duration.ofMinutes(61), 0.01, 0.01);
        assertThat(instance.rollout.status().percent()).isEqualTo(100);
        instance.traffic(2000, Duration.ofHours(23), 0.01, 0.01);
        assertThat(instance.rollout.status().stage()).isEqualTo(RolloutStage.STEP);
        instance.traffic(100, Duration.ofHours(2), 0.01, 0.01);
        assertThat(instance.rollout.status().stage()).isEqualTo(RolloutStage.DONE);
        assertThat(instance.rollout.review().due()).isFalse();
        instance.traffic(500, Duration.ofDays(8), 0.01, 0.01);

        RolloutReview review = instance.rollout.review();
        assertThat(review.due()).isTrue();
        assertThat(review.toMarkdown())
                .contains("# Review of the rollout gpt4o-to-sonnet")
                .contains("tickets solved without a human")
                .contains("| errors | kept |")
                .contains("reviewed");
        assertThat(review.toJson()).contains("portolan-rollout-review/1").contains("\"due\":true");
        assertThat(RolloutState.of(instance.rollout.log())).isEqualTo(instance.state());
        // What is done is rolled back by people alone.
        instance.target(20, CallOutcome.INFRASTRUCTURE);
        assertThat(instance.controller.rolledBack()).isFalse();
        instance.rollout.rollback("Ada", "complaints");
        assertThat(instance.side("u").arm()).isEqualTo(Arm.SOURCE);
    }

    @Test
    void itLeavesTheShadowOnlyWithAGoOrWithSomebodysWord() {
        Fleet.Instance instance = new Fleet(Fleet.plan().build(), 33).instance();
        assertThatThrownBy(() -> instance.rollout.promote("Ada", "let us go"))
                .isInstanceOf(RolloutRefusedException.class)
                .hasMessageContaining("signed GO");
        assertThatThrownBy(() -> instance.rollout.start(Fleet.decision("no-go-1", false, null), "let us go"))
                .isInstanceOf(RolloutRefusedException.class)
                .hasMessageContaining("no GO");
        instance.rollout.start(Fleet.decision("no-go-1", false, "the vendor ends the old model tonight"), "we must");
        assertThat(instance.rollout.log()).last().satisfies(event -> {
            assertThat(event.rule()).isEqualTo("override");
            assertThat(event.reason()).contains("the vendor ends the old model tonight");
        });
        Fleet.Instance mirror =
                new Fleet(Fleet.plan().preset(RolloutPreset.SHADOW_ONLY).build(), 34).instance();
        assertThatThrownBy(() -> mirror.rollout.start(Fleet.go("go-1"), "let us go"))
                .isInstanceOf(RolloutRefusedException.class)
                .hasMessageContaining("no steps");
    }

    @Test
    void aGateWaitsForAPerson() {
        RolloutPlan plan = Fleet.plan()
                .steps(List.of(RolloutStep.of(50).gated(), RolloutStep.of(100)))
                .build();
        Fleet fleet = new Fleet(plan, 35);
        Fleet.Instance instance = fleet.started();
        instance.traffic(3000, Duration.ofHours(2), 0, 0);
        assertThat(instance.rollout.status().atGate()).isTrue();
        assertThat(instance.rollout.explain()).contains("waits at its gate");
        instance.rollout.promote("Ada", "fine");
        assertThat(instance.rollout.status().percent()).isEqualTo(100);
        assertThat(instance.rollout.log())
                .filteredOn(event -> event.percent() == 100)
                .singleElement()
                .satisfies(event -> assertThat(event.rule()).isEqualTo("gate"));
    }

    @Test
    void warningsComeOnceInAWhile() {
        Fleet fleet = new Fleet(Fleet.plan().preset(RolloutPreset.GRADUAL).build(), 36);
        Fleet.Instance instance = fleet.started();
        instance.rollout.promote("Ada", "to 50 %");
        for (int i = 0; i < 1200; i++) {
            instance.call(0, 0, CallOutcome.INFRASTRUCTURE, 100, 170);
            fleet.time.pass(Duration.ofSeconds(1));
            if (i % 5 == 0) {
                instance.poll();
            }
        }
        assertThat(instance.heard)
                .filteredOn(event -> event.kind() == Kind.ALERT)
                .hasSizeBetween(1, 2)
                .allSatisfy(event -> assertThat(event.rule()).isEqualTo("alert.latency"));
        assertThat(instance.rollout.status().stage()).isEqualTo(RolloutStage.STEP);
    }

    @Test
    void signalsFromOutsideWarn() {
        Fleet fleet = new Fleet(Fleet.plan().preset(RolloutPreset.GRADUAL).build(), 37);
        Fleet.Instance instance = fleet.started();
        instance.rollout.promote("Ada", "to 50 %");
        instance.traffic(400, Duration.ofMinutes(10), 0, 0);
        instance.rollout.signal(Arm.SOURCE, Signal.COMPLAINT, 2);
        instance.rollout.signal(Arm.TARGET, Signal.COMPLAINT, 3);
        instance.rollout.signal(Arm.TARGET, Signal.SATISFIED, 40);
        instance.rollout.signal(Arm.TARGET, Signal.DISSATISFIED, 1);
        instance.poll();
        assertThat(instance.heard).noneMatch(event -> event.kind() == Kind.SIGNAL);
        instance.rollout.signal(Arm.TARGET, Signal.ESCALATION, 60);
        instance.poll();
        assertThat(instance.heard)
                .filteredOn(event -> event.kind() == Kind.SIGNAL)
                .singleElement()
                .satisfies(event -> assertThat(event.reason()).contains("escalation: 60 of"));
        assertThat(Objects.requireNonNull(instance.rollout.status().judgement()).verdict())
                .isNotNull();
    }

    @Test
    void stepsThatChangedMeanwhileAdvanceNothingAndSuppressNoRollback() {
        Fleet fleet = new Fleet(Fleet.plan().build(), 38);
        Fleet.Instance instance = fleet.started();
        instance.controller.plan(Fleet.plan().preset(RolloutPreset.BIG_BANG).build());
        instance.target(500, CallOutcome.OK);
        fleet.time.pass(Duration.ofDays(2));
        instance.poll();
        assertThat(instance.rollout.status().percent()).isEqualTo(5);
        assertThat(instance.rollout.explain()).contains("are not those that it was begun with");
        instance.target(200, CallOutcome.INFRASTRUCTURE);
        assertThat(instance.controller.rolledBack()).isTrue();
    }
}
