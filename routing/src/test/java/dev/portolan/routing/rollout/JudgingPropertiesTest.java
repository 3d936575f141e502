package dev.portolan.routing.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.routing.rollout.judge.Arm;
import dev.portolan.routing.rollout.judge.CallOutcome;
import dev.portolan.routing.rollout.judge.CallSample;
import dev.portolan.routing.rollout.judge.Finding;
import dev.portolan.routing.rollout.judge.Judgement;
import dev.portolan.routing.rollout.judge.Limits;
import dev.portolan.routing.rollout.judge.Metric;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Properties 5 to 13 of a rollout that can be trusted. */
class JudgingPropertiesTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void p05NoVerdictBeforeTheMinimumsButByErrorsAndHardStops() {
        Fleet fleet = new Fleet(Fleet.plan().build(), 5);
        Fleet.Instance quick = fleet.started();
        // Enough requests within ten minutes: too early. Slow answers roll nothing back yet.
        for (int i = 0; i < 3000; i++) {
            quick.call(0, 0, CallOutcome.INFRASTRUCTURE, 100, 500);
            fleet.time.pass(Duration.ofMillis(200));
        }
        quick.poll();
        RolloutStatus early = quick.rollout.status();
        assertThat(early.requests()).isGreaterThan(100);
        assertThat(early.stage()).isEqualTo(RolloutStage.STEP);
        assertThat(Objects.requireNonNull(early.judgement()).verdict()).isEqualTo(Judgement.Verdict.COLLECTING);
        fleet.time.pass(HOUR);
        quick.poll();
        assertThat(quick.rollout.status().stage()).isEqualTo(RolloutStage.ROLLED_BACK);

        // Enough time and too few requests: too early as well.
        Fleet.Instance slow = new Fleet(Fleet.plan().build(), 6).started();
        slow.target(99, CallOutcome.OK);
        slow.poll();
        assertThat(slow.rollout.status().step()).isZero();

        hardStop(CallOutcome.AUTHENTICATION, 3, "refused for their key");
        hardStop(CallOutcome.CIRCUIT_OPEN, 1, "circuit breaker is open");
        hardStop(CallOutcome.SCHEMA, 5, "did not fit their schema");
    }

    private static void hardStop(CallOutcome outcome, int calls, String why) {
        // A limit that errors alone would not break so soon.
        Limits lenient = Limits.DEFAULT.watching(false, false).withErrorRate(0.9);
        Fleet.Instance instance = new Fleet(Fleet.plan().limits(lenient).build(), 7).started();
        instance.target(calls - 1, outcome);
        assertThat(instance.controller.rolledBack()).isFalse();
        instance.target(1, outcome);
        assertThat(instance.controller.rolledBack()).isTrue();
        assertThat(instance.rollout.explain()).contains(why);
        instance.poll();
        assertThat(instance.rollout.log())
                .last()
                .satisfies(event -> assertThat(event.rule()).isEqualTo("hard-stop"));
    }

    @Test
    void p06WhenTheSourceFailsTooItIsHeldAndTheTargetNotBlamed() {
        Fleet fleet = new Fleet(Fleet.plan().preset(RolloutPreset.GRADUAL).build(), 6);
        Fleet.Instance instance = fleet.started();
        instance.traffic(2000, Duration.ofMinutes(30), 0.01, 0.01);
        assertThat(instance.rollout.status().stage()).isEqualTo(RolloutStage.STEP);
        instance.traffic(400, Duration.ofMinutes(4), 0.6, 0.6);

        RolloutStatus status = instance.rollout.status();
        assertThat(status.stage()).isEqualTo(RolloutStage.HELD);
        assertThat(status.percent()).isEqualTo(10);
        assertThat(status.reason()).contains("the source fails too");
        // An open breaker rolls back no more than errors do while both are down.
        instance.target(1, CallOutcome.CIRCUIT_OPEN);
        assertThat(instance.controller.rolledBack()).isFalse();
        // Advance is frozen, however good the figures become.
        instance.traffic(4000, Duration.ofHours(5), 0, 0);
        assertThat(instance.rollout.status().stage()).isEqualTo(RolloutStage.HELD);
    }

    @Test
    void p07WithoutASourceTheLastDualWindowIsTheBaselineAndTheRollbackWindowIsOpen() {
        Fleet fleet = new Fleet(Fleet.plan().preset(RolloutPreset.GRADUAL).build(), 8);
        Fleet.Instance instance = fleet.started();
        instance.rollout.promote("Ada", "go on");
        instance.traffic(600, Duration.ofMinutes(20), 0, 0);
        instance.rollout.promote("Ada", "all of it");
        assertThat(instance.rollout.status().percent()).isEqualTo(100);

        Fleet.Instance fresh = fleet.instance();
        for (int i = 0; i < 200; i++) {
            fresh.call(0, 0, CallOutcome.INFRASTRUCTURE, 100, 300);
        }
        fleet.time.pass(Duration.ofHours(23));
        fresh.poll();
        assertThat(Objects.requireNonNull(fresh.rollout.status().judgement())
                        .of(Metric.LATENCY)
                        .text())
                .contains("200 of 200 took more than 2 times the source's median")
                .contains("since it has no traffic");
        assertThat(fresh.rollout.status().stage()).isEqualTo(RolloutStage.STEP);
        fleet.time.pass(HOUR);
        fresh.poll();
        assertThat(fresh.rollout.status().stage()).isEqualTo(RolloutStage.ROLLED_BACK);
    }

    @Test
    void p08LookingAfterEveryCallDoesNotRollBackWhatKeepsItsLimit() {
        int rolledBack = 0;
        for (int seed = 0; seed < 200; seed++) {
            Fleet.Instance instance =
                    new Fleet(Fleet.plan().preset(RolloutPreset.BIG_BANG).build(), seed).started();
            for (int i = 0; i < 1000; i++) {
                instance.call(0, 0.03);
            }
            rolledBack += instance.controller.rolledBack() ? 1 : 0;
        }
        // The judge's own simulation runs 10,000 of them; here it is the way through the controller.
        assertThat(rolledBack).isLessThanOrEqualTo(10);
    }

    @Test
    void p09WhatFailsIsFoundSoon() {
        assertThat(median(0.10)).isLessThanOrEqualTo(200);
        assertThat(median(0.20)).isLessThanOrEqualTo(35);
        assertThat(median(0.50)).isLessThanOrEqualTo(8);
    }

    private static int median(double errors) {
        int[] found = new int[101];
        for (int seed = 0; seed < found.length; seed++) {
            Fleet.Instance instance =
                    new Fleet(Fleet.plan().preset(RolloutPreset.BIG_BANG).build(), seed).started();
            while (!instance.controller.rolledBack() && found[seed] < 5000) {
                instance.call(0, errors);
                found[seed]++;
            }
        }
        Arrays.sort(found);
        return found[found.length / 2];
    }

    @Test
    void p10KindsOfFailureAreCountedAndNamedApart() {
        Fleet.Instance instance = new Fleet(
                        Fleet.plan()
                                .limits(Limits.DEFAULT.watching(true, false))
                                .build(),
                        10)
                .started();
        instance.target(30, CallOutcome.OK);
        instance.target(4, CallOutcome.RATE_LIMITED);
        instance.target(2, CallOutcome.TIMEOUT);
        instance.target(1, CallOutcome.CONTENT_FILTERED);
        instance.target(1, CallOutcome.SCHEMA);

        RolloutStatus status = instance.rollout.status();
        assertThat(status.evidence().outcomes(Arm.TARGET))
                .containsEntry(CallOutcome.RATE_LIMITED, 4L)
                .containsEntry(CallOutcome.TIMEOUT, 2L)
                .containsEntry(CallOutcome.CONTENT_FILTERED, 1L)
                .containsEntry(CallOutcome.SCHEMA, 1L);
        Finding errors = Objects.requireNonNull(status.judgement()).of(Metric.ERRORS);
        assertThat(errors.text())
                .contains("7 of 38 calls to the target failed")
                .contains("4 rate-limited")
                .contains("2 timeout")
                .contains("1 schema");
        // What we asked too often is no loss of quality.
        assertThat(status.judgement().of(Metric.QUALITY).status()).isNotEqualTo(Finding.Status.BROKEN);
    }

    @Test
    void p11WhatIsMissingIsNoSuccessAndTooMuchOfItHolds() {
        Fleet fleet = new Fleet(
                Fleet.plan()
                        .preset(RolloutPreset.GRADUAL)
                        .limits(Limits.DEFAULT.watching(true, false))
                        .build(),
                11);
        Fleet.Instance instance = fleet.started();
        for (int i = 0; i < 2000; i++) {
            Side side = instance.side("user-" + i);
            boolean judged = i % 3 == 0;
            instance.controller.ended(
                    new CallSample(
                            side.arm(),
                            CallOutcome.OK,
                            false,
                            false,
                            Duration.ofMillis(100),
                            null,
                            null,
                            judged ? Double.valueOf(0.9) : null),
                    side.epoch());
        }
        fleet.time.pass(HOUR);
        instance.poll();

        RolloutStatus status = instance.rollout.status();
        assertThat(status.stage()).isEqualTo(RolloutStage.HELD);
        assertThat(status.reason()).contains("answers have no score");
    }

    @Test
    void p12TimesAreMonotonicAndOfTheSameKindAndNotOfACache() {
        Fleet fleet = new Fleet(Fleet.plan().preset(RolloutPreset.GRADUAL).build(), 12);
        Fleet.Instance instance = fleet.started();
        for (int i = 0; i < 60; i++) {
            time(instance, Arm.SOURCE, 100, false, false);
        }
        // The source's calls say nothing of streams, and answers of a cache nothing at all.
        for (int i = 0; i < 20; i++) {
            time(instance, Arm.TARGET, 900, true, false);
            time(instance, Arm.TARGET, 1, false, true);
        }
        assertThat(instance.rollout.status().evidence().latency()).isEmpty();
        for (int i = 0; i < 20; i++) {
            fleet.time.jump(Duration.ofDays(i % 2 == 0 ? 3 : -3));
            time(instance, Arm.TARGET, 110, false, false);
        }
        assertThat(instance.rollout.status().evidence().latency().values())
                .singleElement()
                .satisfies(times -> {
                    assertThat(times.median().trials()).isEqualTo(20);
                    assertThat(times.median().hits()).isZero();
                });
    }

    private static void time(Fleet.Instance instance, Arm arm, long millis, boolean streamed, boolean cached) {
        instance.controller.ended(
                new CallSample(arm, CallOutcome.OK, streamed, cached, Duration.ofMillis(millis), null, null, null),
                instance.controller.epoch());
    }

    @Test
    void p13AnUnknownPriceBlocksTheAdvanceAndIsNeverNothing() {
        assertThat(cost(null).stage()).isEqualTo(RolloutStage.HELD);
        assertThat(cost(null).reason()).contains("a cost that is known");
        assertThat(cost("0.0104").percent()).isEqualTo(50);
        assertThat(cost("0.02").stage()).isEqualTo(RolloutStage.ROLLED_BACK);
    }

    private static RolloutStatus cost(@org.jspecify.annotations.Nullable String amount) {
        Fleet fleet = new Fleet(
                Fleet.plan()
                        .preset(RolloutPreset.GRADUAL)
                        .limits(Limits.DEFAULT.watching(false, true))
                        .forecast(new BigDecimal("0.01"))
                        .build(),
                13);
        Fleet.Instance instance = fleet.started();
        for (int i = 0; i < 4000; i++) {
            Side side = instance.side("user-" + i);
            instance.controller.ended(
                    new CallSample(
                            side.arm(),
                            CallOutcome.OK,
                            false,
                            false,
                            Duration.ofMillis(100),
                            null,
                            amount == null ? null : new BigDecimal(amount),
                            null),
                    side.epoch());
        }
        fleet.time.pass(HOUR);
        instance.poll();
        return instance.rollout.status();
    }
}
