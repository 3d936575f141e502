package dev.portolan.routing.rollout.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.portolan.evidence.stats.RateEvidence;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EvidenceCollectorTest {

    private final AtomicLong nanos = new AtomicLong();
    private final EvidenceCollector collector = new EvidenceCollector(Limits.DEFAULT, null, nanos::get);

    private static CallSample answered(Arm arm, int millis, @Nullable String cost, @Nullable Double score) {
        return new CallSample(
                arm,
                CallOutcome.OK,
                false,
                false,
                Duration.ofMillis(millis),
                null,
                cost == null ? null : new BigDecimal(cost),
                score);
    }

    private void source(int count) {
        for (int i = 0; i < count; i++) {
            collector.add(answered(Arm.SOURCE, 100, "0.01", 0.8));
        }
    }

    @Test
    void outcomesAreCountedByKindForEachSide() {
        collector.add(CallSample.ok(Arm.SOURCE, Duration.ofMillis(3)));
        collector.add(CallSample.failed(Arm.TARGET, CallOutcome.TIMEOUT));
        collector.add(CallSample.failed(Arm.TARGET, CallOutcome.TIMEOUT));
        collector.add(CallSample.failed(Arm.TARGET, CallOutcome.ABANDONED));

        StepEvidence evidence = collector.drain();
        assertThat(evidence.source()).isEqualTo(Map.of(CallOutcome.OK, 1L));
        assertThat(evidence.target()).isEqualTo(Map.of(CallOutcome.TIMEOUT, 2L, CallOutcome.ABANDONED, 1L));
        assertThat(evidence.errors(Arm.TARGET)).isEqualTo(new RateEvidence(2, 2));
        assertThat(collector.drain()).isEqualTo(StepEvidence.NONE);
    }

    @Test
    void aTimeIsHeldAgainstTheSourcesMedianAndTail() {
        source(30);
        collector.add(answered(Arm.TARGET, 199, null, null));
        collector.add(answered(Arm.TARGET, 201, null, null));

        LatencyEvidence times = collector.drain().latency().get(LatencyKind.CALL);
        assertThat(times)
                .isEqualTo(new LatencyEvidence(new RateEvidence(1, 2), new RateEvidence(1, 2), new RateEvidence(2, 2)));
    }

    @Test
    void aStreamIsHeldAgainstStreamsByItsFirstTokenAndItsEnd() {
        for (int i = 0; i < 20; i++) {
            collector.add(new CallSample(
                    Arm.SOURCE, CallOutcome.OK, true, false, Duration.ofSeconds(2), Duration.ofMillis(50), null, null));
        }
        collector.add(new CallSample(
                Arm.TARGET, CallOutcome.OK, true, false, Duration.ofSeconds(3), Duration.ofMillis(150), null, null));
        collector.add(answered(Arm.TARGET, 10, null, null));

        StepEvidence evidence = collector.drain();
        assertThat(evidence.latency().get(LatencyKind.STREAM).median()).isEqualTo(new RateEvidence(0, 1));
        assertThat(evidence.latency().get(LatencyKind.FIRST_TOKEN).median()).isEqualTo(new RateEvidence(1, 1));
        assertThat(evidence.incomparable()).as("no call of the source yet").isEqualTo(1);
    }

    @Test
    void answersOfACacheHaveNoTime() {
        source(30);
        collector.add(new CallSample(Arm.TARGET, CallOutcome.OK, false, true, Duration.ofMillis(1), null, null, null));

        StepEvidence evidence = collector.drain();
        assertThat(evidence.latency()).isEmpty();
        assertThat(evidence.incomparable()).isZero();
    }

    @Test
    void timesOfTheSourceGetTooOldToCompareWith() {
        source(30);
        nanos.addAndGet(Duration.ofMinutes(31).toNanos());
        collector.add(answered(Arm.TARGET, 100, null, null));

        assertThat(collector.drain().incomparable()).isEqualTo(1);
    }

    @Test
    void costIsHeldAgainstTheForecastOrElseTheSource() {
        source(10);
        collector.add(answered(Arm.TARGET, 100, "0.02", null));
        assertThat(collector.drain().cost().meanRatio()).isCloseTo(2.0, within(1e-9));

        EvidenceCollector forecast = new EvidenceCollector(Limits.DEFAULT, new BigDecimal("0.04"), nanos::get);
        forecast.add(answered(Arm.TARGET, 100, "0.02", null));
        assertThat(forecast.drain().cost().meanRatio()).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void anUnknownCostIsCountedAsUnknownAndNeverAsNothing() {
        source(10);
        collector.add(answered(Arm.TARGET, 100, null, null));
        collector.add(answered(Arm.TARGET, 100, "0", null));

        CostEvidence cost = collector.drain().cost();
        assertThat(cost.unknown()).isEqualTo(1);
        assertThat(cost.known()).isEqualTo(1);
        assertThat(cost.meanRatio()).isZero();
    }

    @Test
    void aScoreIsPairedWithOneThatWasInNoPairYet() {
        collector.add(answered(Arm.TARGET, 1, null, 0.6));
        collector.add(answered(Arm.TARGET, 1, null, 0.7));
        collector.add(answered(Arm.SOURCE, 1, null, 0.8));

        QualityEvidence quality = collector.drain().quality();
        assertThat(quality.pairs()).isEqualTo(1);
        assertThat(quality.source()).isEqualTo(0.8);
        assertThat(quality.target()).isEqualTo(0.6);
        collector.add(answered(Arm.SOURCE, 1, null, 1.0));
        assertThat(collector.drain().quality().target()).isEqualTo(0.7);
    }

    @Test
    void aFilteredPromptIsAnAnswerThatIsWorthNothing() {
        collector.add(answered(Arm.SOURCE, 1, null, 0.8));
        collector.add(CallSample.failed(Arm.TARGET, CallOutcome.CONTENT_FILTERED));

        QualityEvidence quality = collector.drain().quality();
        assertThat(quality.pairs()).isEqualTo(1);
        assertThat(quality.target()).isZero();
    }

    @Test
    void anAnswerWithoutScoreIsMissingAndAnErrorIsNot() {
        collector.add(answered(Arm.TARGET, 1, null, null));
        collector.add(CallSample.failed(Arm.TARGET, CallOutcome.INFRASTRUCTURE));

        assertThat(collector.drain().quality().missing()).isEqualTo(1);
    }

    @Test
    void withoutSourceTheTargetIsHeldAgainstTheFrozenBaseline() {
        source(30);
        Baseline baseline = collector.baseline();
        collector.drain();
        nanos.addAndGet(Duration.ofDays(1).toNanos());
        collector.freeze(baseline);
        collector.add(answered(Arm.TARGET, 300, "0.01", 0.8));

        StepEvidence evidence = collector.drain();
        assertThat(evidence.latency().get(LatencyKind.CALL).median()).isEqualTo(new RateEvidence(1, 1));
        assertThat(evidence.quality().ratio()).isCloseTo(1.0, within(1e-9));
        assertThat(evidence.cost().meanRatio()).isCloseTo(1.0, within(1e-9));
        assertThat(collector.baseline()).isEqualTo(baseline);
        collector.freeze(null);
        collector.add(answered(Arm.TARGET, 300, null, null));
        assertThat(collector.drain().incomparable()).isEqualTo(1);
    }

    @Test
    void evidenceAddsUpAndComesBackFromItsText() {
        source(30);
        collector.add(answered(Arm.TARGET, 300, "0.03", 0.5));
        collector.assigned(Arm.TARGET);
        StepEvidence first = collector.drain();
        collector.add(CallSample.failed(Arm.TARGET, CallOutcome.RATE_LIMITED));
        collector.add(answered(Arm.TARGET, 90, null, null));
        collector.addPair(0.9, 0.4);
        collector.assigned(Arm.SOURCE);
        StepEvidence second = collector.drain();
        StepEvidence sum = first.plus(second);

        assertThat(sum.split()).isEqualTo(new RateEvidence(1, 2));
        assertThat(sum.quality().pairs()).isEqualTo(2);
        assertThat(sum.errors(Arm.TARGET)).isEqualTo(new RateEvidence(1, 3));
        StepEvidence read = StepEvidence.fromJson(sum.toJson());
        assertThat(read.toJson()).isEqualTo(sum.toJson());
        assertThat(new Judge(Limits.DEFAULT).judge(Look.late(read)).toJson())
                .isEqualTo(new Judge(Limits.DEFAULT).judge(Look.late(sum)).toJson());
    }

    @Test
    void theBorderOfAStepForgetsCountsAndKeepsTheSourcesTimes() {
        source(30);
        collector.restart();
        collector.add(answered(Arm.TARGET, 100, null, null));

        StepEvidence evidence = collector.drain();
        assertThat(evidence.source()).isEmpty();
        assertThat(evidence.latency()).containsKey(LatencyKind.CALL);
        assertThat(evidence.quality().pairs()).isZero();
    }
}
