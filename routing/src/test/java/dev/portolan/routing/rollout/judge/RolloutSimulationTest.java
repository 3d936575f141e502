package dev.portolan.routing.rollout.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What a rollout's judgement does over many made-up ones, looked at after every request of the target. {@code -Dportolan.rollout.runs=10000}
 * runs the full number; 200 by default.
 */
class RolloutSimulationTest {

    private static final int RUNS = Integer.getInteger("portolan.rollout.runs", 200);
    private static final int REQUESTS = 1000;
    private static final int MINIMUM = 100;
    private static final double SHARE = 0.25;

    private record World(double errors, double slower, double dearer, double worse) {}

    /** The request of the target at which it was rolled back, or -1. */
    private static int rolledBackAt(World world, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] nanos = {0};
        EvidenceCollector collector = new EvidenceCollector(Limits.DEFAULT, new BigDecimal("0.01"), () -> nanos[0]);
        Judge judge = new Judge(Limits.DEFAULT);
        StepEvidence all = StepEvidence.NONE;
        int asked = 0;
        while (asked < REQUESTS) {
            nanos[0] += 1_000_000_000L;
            boolean target = random.nextDouble() < SHARE;
            collector.add(sample(target, world, random));
            if (target) {
                asked++;
                all = all.plus(collector.drain());
                boolean met = asked >= MINIMUM;
                Look look = new Look(all, StepEvidence.NONE, met, asked == MINIMUM, false, null);
                if (judge.judge(look).verdict() == Judgement.Verdict.ROLLBACK) {
                    return asked;
                }
            }
        }
        return -1;
    }

    private static CallSample sample(boolean target, World world, SplittableRandom random) {
        Arm arm = target ? Arm.TARGET : Arm.SOURCE;
        double errors = target ? world.errors : 0.03;
        if (random.nextDouble() < errors) {
            return CallSample.failed(arm, CallOutcome.INFRASTRUCTURE);
        }
        double time = 800 * Math.exp(0.5 * gaussian(random)) * (target ? world.slower : 1);
        double cost = 0.01 * Math.exp(0.6 * gaussian(random) - 0.18) * (target ? world.dearer : 1);
        double score = clamp((0.85 + 0.15 * gaussian(random)) * (target ? world.worse : 1));
        return new CallSample(
                arm,
                CallOutcome.OK,
                false,
                false,
                Duration.ofNanos((long) (time * 1e6)),
                null,
                BigDecimal.valueOf(cost),
                score);
    }

    private static double gaussian(SplittableRandom random) {
        double first = 1 - random.nextDouble();
        return Math.sqrt(-2 * Math.log(first)) * Math.cos(2 * Math.PI * random.nextDouble());
    }

    private static double clamp(double score) {
        return Math.max(0, Math.min(1, score));
    }

    private static int[] runs(World world) {
        int[] at = new int[RUNS];
        for (int i = 0; i < RUNS; i++) {
            at[i] = rolledBackAt(world, 20_261_122L + i);
        }
        return at;
    }

    private static long rolledBack(int[] at) {
        return Arrays.stream(at).filter(one -> one > 0).count();
    }

    private static int median(int[] at) {
        int[] sorted = Arrays.stream(at)
                .map(one -> one < 0 ? REQUESTS + 1 : one)
                .sorted()
                .toArray();
        return sorted[sorted.length / 2];
    }

    private static void report(String world, int[] at) {
        System.out.printf(
                "%s: %d of %d rolled back within %d requests, median %d%n",
                world, rolledBack(at), at.length, REQUESTS, median(at));
    }

    @Test
    void aTargetThatKeepsAllLimitsIsRolledBackInAtMostFiveOfAHundredRollouts() {
        int[] at = runs(new World(0.03, 1, 1, 1));
        report("errors 3 %, all else as the source", at);

        assertThat((double) rolledBack(at) / RUNS).isLessThanOrEqualTo(0.05);
    }

    @Test
    void aTargetAtEveryLimitAtOnceIsRolledBackInAtMostFiveOfAHundredRollouts() {
        int[] at = runs(new World(0.05, 1.5, 1.08, 0.92));
        report("errors 5 %, latency 1.5x, cost +8 %, quality -8 %", at);

        assertThat((double) rolledBack(at) / RUNS).isLessThanOrEqualTo(0.05);
    }

    @Test
    void tenPercentErrorsAreFoundWithinTwoHundredRequests() {
        int[] at = runs(new World(0.10, 1, 1, 1));
        report("errors 10 %", at);

        assertThat(median(at)).isLessThanOrEqualTo(200);
    }

    @Test
    void twentyPercentErrorsAreFoundWithinThirtyFiveRequests() {
        int[] at = runs(new World(0.20, 1, 1, 1));
        report("errors 20 %", at);

        assertThat(median(at)).isLessThanOrEqualTo(35);
    }

    @Test
    void everySecondCallFailingIsFoundWithinEightRequests() {
        int[] at = runs(new World(0.50, 1, 1, 1));
        report("errors 50 %", at);

        assertThat(median(at)).isLessThanOrEqualTo(8);
    }

    @Test
    void slowDearAndBadTargetsAreFound() {
        int[] slow = runs(new World(0.01, 3, 1, 1));
        int[] dear = runs(new World(0.01, 1, 1.5, 1));
        int[] bad = runs(new World(0.01, 1, 1, 0.75));
        report("latency 3x", slow);
        report("cost +50 %", dear);
        report("quality -25 %", bad);

        assertThat(median(slow)).isLessThanOrEqualTo(200);
        assertThat(median(dear)).isLessThanOrEqualTo(400);
        assertThat(median(bad)).isLessThanOrEqualTo(200);
    }
}
