package dev.portolan.routing.rollout.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JudgeTest {

    private static final Judge JUDGE = new Judge(Limits.DEFAULT);
    private static final Limits ERRORS_ONLY = Limits.DEFAULT.watching(false, false);

    private final EvidenceCollector collector = new EvidenceCollector(Limits.DEFAULT, new BigDecimal("0.01"), () -> 0L);

    private void calls(Arm arm, int count, int millis, @Nullable String cost, @Nullable Double score) {
        for (int i = 0; i < count; i++) {
            collector.add(new CallSample(
                    arm,
                    CallOutcome.OK,
                    false,
                    false,
                    Duration.ofMillis(millis),
                    null,
                    cost == null ? null : new BigDecimal(cost),
                    score));
        }
    }

    private void failures(Arm arm, int count) {
        for (int i = 0; i < count; i++) {
            collector.add(CallSample.failed(arm, CallOutcome.INFRASTRUCTURE));
        }
    }

    private static StepEvidence counts(int sourceOk, int sourceFailed, int targetOk, int targetFailed) {
        return new StepEvidence(
                outcomes(sourceOk, sourceFailed),
                outcomes(targetOk, targetFailed),
                Map.of(),
                0,
                CostEvidence.NONE,
                QualityEvidence.NONE,
                dev.portolan.evidence.stats.RateEvidence.NONE);
    }

    private static Map<CallOutcome, Long> outcomes(long ok, long failed) {
        Map<CallOutcome, Long> outcomes = new EnumMap<>(CallOutcome.class);
        outcomes.put(CallOutcome.OK, ok);
        outcomes.put(CallOutcome.INFRASTRUCTURE, failed);
        return outcomes;
    }

    @Test
    void aTargetAsGoodAsTheSourcePasses() {
        calls(Arm.SOURCE, 300, 100, "0.01", 0.9);
        calls(Arm.TARGET, 150, 110, "0.0104", 0.9);

        Judgement judgement = JUDGE.judge(Look.late(collector.drain()));

        assertThat(judgement.verdict()).as(judgement.sentence()).isEqualTo(Judgement.Verdict.PASS);
        assertThat(judgement.sentence())
                .contains("0 of 150 calls to the target failed")
                .contains("limit 5 %");
        assertThat(judgement.alerts()).isEmpty();
    }

    @Test
    void nothingPassesBeforeTheMinimums() {
        calls(Arm.SOURCE, 300, 100, "0.01", 0.9);
        calls(Arm.TARGET, 150, 110, "0.01", 0.9);

        assertThat(JUDGE.judge(Look.early(collector.drain())).verdict()).isEqualTo(Judgement.Verdict.COLLECTING);
    }

    @Test
    void errorsRollBackBeforeTheMinimumsAndNoOtherMetricDoes() {
        calls(Arm.SOURCE, 300, 100, "0.01", 0.9);
        calls(Arm.TARGET, 100, 1000, "0.09", 0.1);
        StepEvidence bad = collector.drain();
        assertThat(JUDGE.judge(Look.early(bad)).verdict()).isEqualTo(Judgement.Verdict.COLLECTING);
        Judgement late = JUDGE.judge(Look.late(bad));
        assertThat(late.verdict()).isEqualTo(Judgement.Verdict.ROLLBACK);
        assertThat(late.of(Metric.LATENCY).status()).isEqualTo(Finding.Status.BROKEN);
        assertThat(late.of(Metric.COST).status()).isEqualTo(Finding.Status.BROKEN);
        assertThat(late.of(Metric.QUALITY).status()).isEqualTo(Finding.Status.BROKEN);

        failures(Arm.TARGET, 3);
        assertThat(JUDGE.judge(Look.early(collector.drain())).verdict()).isEqualTo(Judgement.Verdict.ROLLBACK);
    }

    @Test
    void aSingleFailureOrTwoAreNoEvidence() {
        assertThat(JUDGE.judge(Look.late(counts(100, 0, 0, 1))).verdict()).isEqualTo(Judgement.Verdict.COLLECTING);
        assertThat(JUDGE.judge(Look.late(counts(100, 0, 0, 2))).verdict()).isEqualTo(Judgement.Verdict.COLLECTING);
        assertThat(JUDGE.judge(Look.late(counts(100, 0, 1000, 50))).verdict()).isEqualTo(Judgement.Verdict.COLLECTING);
    }

    @Test
    void evidenceOfErrorsIsThatOfTheBettingProcess() {
        Finding finding = JUDGE.judge(Look.late(counts(400, 0, 180, 20))).of(Metric.ERRORS);

        assertThat(finding.evidence()).isCloseTo(19.398293, within(1e-6));
        assertThat(finding.threshold()).isCloseTo(25.0, within(1e-9));
        assertThat(finding.text()).contains("20 of 200").contains("10 %").contains("evidence 19 of 25");
    }

    @Test
    void anOutageOfBothSidesHolds() {
        Judgement judgement = JUDGE.judge(Look.late(counts(60, 40, 10, 10)));

        assertThat(judgement.verdict()).isEqualTo(Judgement.Verdict.HOLD);
        assertThat(judgement.sentence()).contains("source fails too (40 of 100 calls)");
    }

    @Test
    void anOutageOfBothSidesLatelyHoldsAlsoAfterALongGoodTime() {
        Look look = new Look(counts(5000, 20, 240, 40), counts(4, 16, 1, 9), true, false, false, null);

        assertThat(JUDGE.judge(look).verdict()).isEqualTo(Judgement.Verdict.HOLD);
        assertThat(JUDGE.judge(Look.late(counts(5000, 20, 240, 40))).verdict()).isEqualTo(Judgement.Verdict.ROLLBACK);
    }

    @Test
    void oldErrorsOfTheSourceAreNoExcuseWhenItHasNoTraffic() {
        Look look = new Look(counts(60, 40, 10, 10), StepEvidence.NONE, true, false, true, null);

        assertThat(JUDGE.judge(look).verdict()).isEqualTo(Judgement.Verdict.ROLLBACK);
    }

    @Test
    void atThePlannedLookAnExactBoundIsEnoughAndLaterItIsNot() {
        Judge errors = new Judge(ERRORS_ONLY.withErrorRate(0.05));
        StepEvidence fiftyNine = counts(59, 0, 59, 0);
        StepEvidence fiftyEight = counts(58, 0, 58, 0);

        assertThat(errors.judge(planned(fiftyNine)).of(Metric.ERRORS).status()).isEqualTo(Finding.Status.KEPT);
        assertThat(errors.judge(planned(fiftyEight)).of(Metric.ERRORS).status()).isEqualTo(Finding.Status.COLLECTING);
        assertThat(errors.judge(Look.late(fiftyNine)).of(Metric.ERRORS).status())
                .isEqualTo(Finding.Status.COLLECTING);
    }

    @Test
    void theExactBoundNeedsTheKnownNumberOfCallsForEachNumberOfErrors() {
        int[] calls = {59, 93, 124, 153, 181, 208};
        Judge errors = new Judge(ERRORS_ONLY);
        for (int failed = 0; failed < calls.length; failed++) {
            assertThat(errors.judge(planned(counts(300, 0, calls[failed] - failed, failed)))
                            .of(Metric.ERRORS)
                            .status())
                    .isEqualTo(Finding.Status.KEPT);
            assertThat(errors.judge(planned(counts(300, 0, calls[failed] - failed - 1, failed)))
                            .of(Metric.ERRORS)
                            .status())
                    .isEqualTo(Finding.Status.COLLECTING);
        }
    }

    private static Look planned(StepEvidence evidence) {
        return new Look(evidence, StepEvidence.NONE, true, true, false, null);
    }

    @Test
    void unknownCostsHoldAndNeverPass() {
        calls(Arm.SOURCE, 300, 100, "0.01", 0.9);
        calls(Arm.TARGET, 150, 110, null, 0.9);

        Judgement judgement = JUDGE.judge(Look.late(collector.drain()));

        assertThat(judgement.verdict()).isEqualTo(Judgement.Verdict.HOLD);
        assertThat(judgement.sentence()).contains("No answer had a cost that is known of 150");
    }

    @Test
    void missingScoresHold() {
        calls(Arm.SOURCE, 300, 100, "0.01", 0.9);
        calls(Arm.TARGET, 100, 110, "0.01", 0.9);
        calls(Arm.TARGET, 30, 110, "0.01", null);

        Judgement judgement = JUDGE.judge(Look.late(collector.drain()));

        assertThat(judgement.verdict()).isEqualTo(Judgement.Verdict.HOLD);
        assertThat(judgement.of(Metric.QUALITY).status()).isEqualTo(Finding.Status.MISSING);
    }

    @Test
    void timesThatCannotBeComparedHold() {
        calls(Arm.SOURCE, 10, 100, "0.01", 0.9);
        calls(Arm.TARGET, 200, 110, "0.01", 0.9);

        assertThat(JUDGE.judge(Look.late(collector.drain())).of(Metric.LATENCY).status())
                .isEqualTo(Finding.Status.MISSING);
    }

    @Test
    void alertsComeBeforeTheLimits() {
        calls(Arm.SOURCE, 300, 100, "0.01", 0.9);
        calls(Arm.TARGET, 150, 170, "0.01", 0.9);
        Judgement slow = JUDGE.judge(Look.late(collector.drain()));
        assertThat(slow.alerts()).extracting(Finding::metric).containsExactly(Metric.LATENCY);
        assertThat(slow.of(Metric.LATENCY).status()).isEqualTo(Finding.Status.KEPT);

        Judgement errors = JUDGE.judge(Look.early(counts(1000, 0, 60, 18)));
        assertThat(errors.alerts()).extracting(Finding::metric).contains(Metric.ERRORS);
    }

    @Test
    void aTailThatIsTooSlowIsFoundThoughTheMedianIsFine() {
        calls(Arm.SOURCE, 256, 100, "0.01", 0.9);
        for (int i = 0; i < 60; i++) {
            calls(Arm.TARGET, 4, 100, "0.01", 0.9);
            calls(Arm.TARGET, 1, 900, "0.01", 0.9);
        }

        Finding latency = JUDGE.judge(Look.late(collector.drain())).of(Metric.LATENCY);
        assertThat(latency.status()).isEqualTo(Finding.Status.BROKEN);
        assertThat(latency.text()).contains("60 of 300 took more than 2 times the source's median");
    }

    @Test
    void aSplitThatChanceDoesNotExplainIsTold() {
        for (int i = 0; i < 400; i++) {
            collector.assigned(i % 4 == 0 ? Arm.TARGET : Arm.SOURCE);
        }
        StepEvidence evidence = collector.drain();

        assertThat(JUDGE.judge(new Look(evidence, StepEvidence.NONE, false, false, false, 0.25))
                        .of(Metric.SPLIT)
                        .alert())
                .isFalse();
        Finding unfair = JUDGE.judge(new Look(evidence, StepEvidence.NONE, false, false, false, 0.05))
                .of(Metric.SPLIT);
        assertThat(unfair.alert()).isTrue();
        assertThat(unfair.text()).contains("planned 5 %");
    }

    @Test
    void whatIsNotWatchedSaysNothing() {
        Judgement judgement = new Judge(ERRORS_ONLY).judge(Look.late(counts(300, 0, 150, 0)));

        assertThat(judgement.of(Metric.COST).status()).isEqualTo(Finding.Status.NOT_WATCHED);
        assertThat(judgement.of(Metric.QUALITY).status()).isEqualTo(Finding.Status.NOT_WATCHED);
        assertThat(judgement.verdict()).as("no time was seen").isEqualTo(Judgement.Verdict.COLLECTING);
    }

    @Test
    void aJudgementIsOneLineOfJson() {
        String json = JUDGE.judge(Look.late(counts(60, 40, 10, 10))).toJson();

        assertThat(json)
                .doesNotContain("\n")
                .contains("\"verdict\":\"HOLD\"")
                .contains("\"metric\":\"errors\"")
                .contains("\"threshold\":2");
    }

    @Test
    void limitsThatMakeNoSenseAreRefusedByName() {
        assertThatThrownBy(() -> Limits.DEFAULT.withErrorRate(5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("error-rate");
        assertThatThrownBy(() -> Limits.DEFAULT.withLatencyFactor(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("latency-factor");
        assertThatThrownBy(() -> Limits.DEFAULT.withCostOver(-0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cost-over");
        assertThatThrownBy(() -> Limits.DEFAULT.withMissing(1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("missing");
    }
}
