package dev.portolan.routing.rollout.judge;

import dev.portolan.evidence.stats.RateEvidence;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * All that is known of one step of a rollout: counts and sums that add up over instances and restarts, and hold nothing of any request. Immutable.
 *
 * @param source how the source's calls ended
 * @param target how the target's calls ended
 * @param latency the target's times beside the source's
 * @param incomparable how many of the target's times had too few of the source's to compare with
 * @param cost the target's costs beside the forecast
 * @param quality the target's scores beside the source's
 * @param split how many conversations went to the target, of all that were given a side
 */
public record StepEvidence(
        Map<CallOutcome, Long> source,
        Map<CallOutcome, Long> target,
        Map<LatencyKind, LatencyEvidence> latency,
        long incomparable,
        CostEvidence cost,
        QualityEvidence quality,
        RateEvidence split) {

    /** Nothing seen yet. */
    public static final StepEvidence NONE = new StepEvidence(
            Map.of(), Map.of(), Map.of(), 0, CostEvidence.NONE, QualityEvidence.NONE, RateEvidence.NONE);

    /**
     * Copies the components.
     *
     * @param source as above
     * @param target as above
     * @param latency as above
     * @param incomparable as above
     * @param cost as above
     * @param quality as above
     * @param split as above
     */
    public StepEvidence {
        source = copy(source, CallOutcome.class);
        target = copy(target, CallOutcome.class);
        latency = copy(latency, LatencyKind.class);
        Objects.requireNonNull(cost, "cost");
        Objects.requireNonNull(quality, "quality");
        Objects.requireNonNull(split, "split");
        if (incomparable < 0) {
            throw new IllegalArgumentException("incomparable: must not be negative");
        }
    }

    private static <K extends Enum<K>, V> Map<K, V> copy(Map<K, V> map, Class<K> type) {
        EnumMap<K, V> copy = new EnumMap<>(type);
        copy.putAll(map);
        return Collections.unmodifiableMap(copy);
    }

    /**
     * With what another counted.
     *
     * @param other the other
     * @return the sum
     */
    public StepEvidence plus(StepEvidence other) {
        return new StepEvidence(
                sum(source, other.source),
                sum(target, other.target),
                times(latency, other.latency),
                incomparable + other.incomparable,
                cost.plus(other.cost),
                quality.plus(other.quality),
                split.plus(other.split));
    }

    private static Map<CallOutcome, Long> sum(Map<CallOutcome, Long> one, Map<CallOutcome, Long> other) {
        Map<CallOutcome, Long> sum = new EnumMap<>(CallOutcome.class);
        sum.putAll(one);
        other.forEach((outcome, count) -> sum.merge(outcome, count, Long::sum));
        return sum;
    }

    private static Map<LatencyKind, LatencyEvidence> times(
            Map<LatencyKind, LatencyEvidence> one, Map<LatencyKind, LatencyEvidence> other) {
        Map<LatencyKind, LatencyEvidence> sum = new EnumMap<>(LatencyKind.class);
        sum.putAll(one);
        other.forEach((kind, evidence) -> sum.merge(kind, evidence, LatencyEvidence::plus));
        return sum;
    }

    /**
     * How a side's calls ended.
     *
     * @param arm the side
     * @return the counts; outcomes that never came are missing
     */
    public Map<CallOutcome, Long> outcomes(Arm arm) {
        return arm == Arm.SOURCE ? source : target;
    }

    /**
     * How many calls of a side say anything of its model.
     *
     * @param arm the side
     * @return their number, without those that the caller ended
     */
    public long calls(Arm arm) {
        return count(arm, CallOutcome::counts);
    }

    /**
     * The failures of a side among its calls.
     *
     * @param arm the side
     * @return the counters
     */
    public RateEvidence errors(Arm arm) {
        return new RateEvidence(count(arm, CallOutcome::isError), calls(arm));
    }

    private long count(Arm arm, java.util.function.Predicate<CallOutcome> which) {
        return outcomes(arm).entrySet().stream()
                .filter(entry -> which.test(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /**
     * The evidence as text, to be stored.
     *
     * @return one line of JSON, {@code portolan-step-evidence/1}
     */
    public String toJson() {
        return StepEvidenceJson.write(this);
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @param json the text
     * @return the evidence
     * @throws IllegalArgumentException when it is something else
     */
    public static StepEvidence fromJson(String json) {
        return StepEvidenceJson.read(json);
    }
}
