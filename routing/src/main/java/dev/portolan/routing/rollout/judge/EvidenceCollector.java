package dev.portolan.routing.rollout.judge;

import dev.portolan.evidence.stats.RateEvidence;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns calls into {@link StepEvidence}: keeps the source's latest times, scores and costs, and holds each call of the target against them. One
 * for each instance and rollout. Thread-safe.
 *
 * <p>A time of the target counts where there are at least {@value SourceTimes#LEAST} of the source's of the same kind, at most half an hour old, the latest
 * {@value SourceTimes#MOST} of them; a score where there is one of the source's that was in no pair yet. What cannot be compared is
 * counted as that. Answers of a cache count in no time.
 */
public final class EvidenceCollector {

    private static final Duration MAX_AGE = Duration.ofMinutes(30);
    private static final int WAITING = 64;
    private static final int COSTS = 256;

    private final Limits limits;
    private final @Nullable BigDecimal forecast;
    private final LongSupplier nanoClock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<LatencyKind, SourceTimes> times = new EnumMap<>(LatencyKind.class);
    private final RunningMean sourceCost = new RunningMean(COSTS);
    private final RunningMean sourceScore = new RunningMean(COSTS);
    private final Deque<Double> sourceScores = new ArrayDeque<>();
    private final Deque<Double> targetScores = new ArrayDeque<>();
    private @Nullable Baseline frozen;
    private Tally tally = new Tally();

    /**
     * A collector that has seen nothing.
     *
     * @param limits what the target is held to
     * @param forecast what an answer of the target is to cost on average, or {@code null} for what the source's cost
     * @param nanoClock monotonic nanoseconds
     */
    public EvidenceCollector(Limits limits, @Nullable BigDecimal forecast, LongSupplier nanoClock) {
        this.limits = Objects.requireNonNull(limits, "limits");
        this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock");
        if (forecast != null && forecast.signum() <= 0) {
            throw new IllegalArgumentException("forecast: must be more than 0, not " + forecast);
        }
        this.forecast = forecast;
        for (LatencyKind kind : LatencyKind.values()) {
            times.put(kind, new SourceTimes(MAX_AGE));
        }
    }

    /**
     * A call ended.
     *
     * @param sample what is known of it
     */
    public void add(CallSample sample) {
        lock.lock();
        try {
            tally.outcomes(sample.arm()).merge(sample.outcome(), 1L, Long::sum);
            if (sample.arm() == Arm.SOURCE) {
                ofSource(sample);
            } else {
                ofTarget(sample);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * A request was answered by both, as in a shadow.
     *
     * @param source the source's score, from 0 to 1
     * @param target the target's score, from 0 to 1
     */
    public void addPair(double source, double target) {
        lock.lock();
        try {
            tally.quality = tally.quality.plus(source, target, limits);
        } finally {
            lock.unlock();
        }
    }

    /**
     * A conversation was given a side, by its key alone.
     *
     * @param arm the side
     */
    public void assigned(Arm arm) {
        lock.lock();
        try {
            tally.split = tally.split.plus(arm == Arm.TARGET);
        } finally {
            lock.unlock();
        }
    }

    private void ofSource(CallSample sample) {
        if (frozen != null) {
            return;
        }
        long now = nanoClock.getAsLong();
        if (sample.outcome() == CallOutcome.OK && !sample.cached()) {
            measured(sample)
                    .forEach((kind, time) ->
                            Objects.requireNonNull(times.get(kind)).add(time, now));
        }
        if (sample.cost() != null) {
            sourceCost.add(sample.cost().doubleValue());
        }
        Double score = score(sample);
        if (score != null) {
            sourceScore.add(score);
            wait(sourceScores, score);
            pair();
        }
    }

    private void ofTarget(CallSample sample) {
        long now = nanoClock.getAsLong();
        if (sample.outcome() == CallOutcome.OK && !sample.cached()) {
            measured(sample).forEach((kind, time) -> compare(kind, time, now));
        }
        if (limits.cost() && sample.outcome() == CallOutcome.OK) {
            Double expected = expectedCost();
            tally.cost = sample.cost() == null || expected == null
                    ? tally.cost.plusUnknown()
                    : tally.cost.plus(sample.cost().doubleValue() / expected, limits);
        }
        Double score = score(sample);
        if (!limits.quality()) {
            return;
        }
        if (score != null) {
            ofTarget(score);
        } else if (sample.outcome() == CallOutcome.OK) {
            tally.quality = tally.quality.plusMissing();
        }
    }

    private void ofTarget(double score) {
        if (frozen == null) {
            wait(targetScores, score);
            pair();
        } else if (frozen.score() != null) {
            tally.quality = tally.quality.plus(frozen.score(), score, limits);
        } else {
            tally.quality = tally.quality.plusMissing();
        }
    }

    private void compare(LatencyKind kind, Duration time, long now) {
        Baseline.Times source = frozen != null
                ? frozen.latency().get(kind)
                : Objects.requireNonNull(times.get(kind)).quantiles(now);
        if (source == null) {
            tally.incomparable++;
            return;
        }
        double median = source.median().toNanos();
        double took = time.toNanos();
        RateEvidence none = RateEvidence.NONE;
        LatencyEvidence one = new LatencyEvidence(
                none.plus(took > limits.latencyFactor() * median),
                none.plus(took > limits.latencyFactor() * source.tail().toNanos()),
                none.plus(took > limits.alerts().latencyFactor() * median));
        tally.latency.merge(kind, one, LatencyEvidence::plus);
    }

    private @Nullable Double expectedCost() {
        if (forecast != null) {
            return forecast.doubleValue();
        }
        Double mean = frozen != null ? frozen.cost() : sourceCost.mean();
        return mean == null || mean <= 0 ? null : mean;
    }

    /** A filtered answer is worth nothing; an error is counted as one, and has no quality. */
    private static @Nullable Double score(CallSample sample) {
        return sample.outcome() == CallOutcome.CONTENT_FILTERED
                ? Double.valueOf(0)
                : sample.outcome() == CallOutcome.OK ? sample.score() : null;
    }

    private static Map<LatencyKind, Duration> measured(CallSample sample) {
        Map<LatencyKind, Duration> measured = new EnumMap<>(LatencyKind.class);
        if (sample.total() != null) {
            measured.put(sample.streamed() ? LatencyKind.STREAM : LatencyKind.CALL, sample.total());
        }
        if (sample.streamed() && sample.firstToken() != null) {
            measured.put(LatencyKind.FIRST_TOKEN, sample.firstToken());
        }
        return measured;
    }

    private static void wait(Deque<Double> waiting, Double score) {
        if (waiting.size() == WAITING) {
            waiting.removeFirst();
        }
        waiting.addLast(score);
    }

    private void pair() {
        if (limits.quality() && !sourceScores.isEmpty() && !targetScores.isEmpty()) {
            tally.quality = tally.quality.plus(sourceScores.removeFirst(), targetScores.removeFirst(), limits);
        }
    }

    /**
     * What was counted since the last time that this was asked, which is then no longer here.
     *
     * @return the evidence to add to what is stored
     */
    public StepEvidence drain() {
        lock.lock();
        try {
            StepEvidence drained = tally.evidence();
            tally = new Tally();
            return drained;
        } finally {
            lock.unlock();
        }
    }

    /**
     * What was counted since the last {@link #drain}.
     *
     * @return the evidence, which stays here too
     */
    public StepEvidence pending() {
        lock.lock();
        try {
            return tally.evidence();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what was counted and which scores wait, at the border of a step; the source's times stay. */
    public void restart() {
        lock.lock();
        try {
            tally = new Tally();
            sourceScores.clear();
            targetScores.clear();
        } finally {
            lock.unlock();
        }
    }

    /**
     * What the source is like now.
     *
     * @return the frozen baseline while there is one
     */
    public Baseline baseline() {
        lock.lock();
        try {
            if (frozen != null) {
                return frozen;
            }
            long now = nanoClock.getAsLong();
            Map<LatencyKind, Baseline.Times> latency = new EnumMap<>(LatencyKind.class);
            times.forEach((kind, window) -> {
                Baseline.Times quantiles = window.quantiles(now);
                if (quantiles != null) {
                    latency.put(kind, quantiles);
                }
            });
            return new Baseline(latency, sourceScore.mean(), sourceCost.mean());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Holds the target against a fixed baseline from now on, since the source has no traffic.
     *
     * @param baseline the baseline, or {@code null} to compare with the source again
     */
    public void freeze(@Nullable Baseline baseline) {
        lock.lock();
        try {
            frozen = baseline;
        } finally {
            lock.unlock();
        }
    }

    /** What is added up until it is drained. */
    private static final class Tally {
        private final Map<CallOutcome, Long> source = new EnumMap<>(CallOutcome.class);
        private final Map<CallOutcome, Long> target = new EnumMap<>(CallOutcome.class);
        private final Map<LatencyKind, LatencyEvidence> latency = new EnumMap<>(LatencyKind.class);
        private long incomparable;
        private CostEvidence cost = CostEvidence.NONE;
        private QualityEvidence quality = QualityEvidence.NONE;
        private RateEvidence split = RateEvidence.NONE;

        Map<CallOutcome, Long> outcomes(Arm arm) {
            return arm == Arm.SOURCE ? source : target;
        }

        StepEvidence evidence() {
            return new StepEvidence(source, target, latency, incomparable, cost, quality, split);
        }
    }
}
