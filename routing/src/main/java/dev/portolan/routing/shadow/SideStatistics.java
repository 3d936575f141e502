package dev.portolan.routing.shadow;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How one side of all pairs went. Immutable; those of several instances {@linkplain #plus add up}.
 *
 * @param ok how many calls were answered
 * @param errors how many were not, by the id of the error's kind; sorted
 * @param hardBreaks how many answers are broken in a way that nothing makes up for, requests that the model rejected included
 * @param latency how long the answered calls took
 * @param firstToken how long readers of the answered streams waited
 * @param inputTokens of answers that told them
 * @param outputTokens of answers that told them
 * @param usageUnknown how many answers did not tell their tokens
 * @param cost what the answers cost whose cost is known, by currency code; sorted
 * @param costKnown how many these are
 * @param costUnknown how many answers have a cost that is not known
 */
public record SideStatistics(
        long ok,
        Map<String, Long> errors,
        long hardBreaks,
        Latencies latency,
        Latencies firstToken,
        long inputTokens,
        long outputTokens,
        long usageUnknown,
        Map<String, BigDecimal> cost,
        long costKnown,
        long costUnknown) {

    /** No pairs. */
    public static final SideStatistics NONE =
            new SideStatistics(0, Map.of(), 0, Latencies.NONE, Latencies.NONE, 0, 0, 0, Map.of(), 0, 0);

    /**
     * Checks the components.
     *
     * @param ok as above
     * @param errors as above; copied
     * @param hardBreaks as above
     * @param latency as above
     * @param firstToken as above
     * @param inputTokens as above
     * @param outputTokens as above
     * @param usageUnknown as above
     * @param cost as above; copied
     * @param costKnown as above
     * @param costUnknown as above
     */
    public SideStatistics {
        Objects.requireNonNull(latency, "latency");
        Objects.requireNonNull(firstToken, "firstToken");
        errors = Collections.unmodifiableMap(new TreeMap<>(errors));
        cost = Collections.unmodifiableMap(new TreeMap<>(cost));
    }

    /**
     * How many calls were not answered.
     *
     * @return the number, whatever the error
     */
    public long failed() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * The statistics of both together.
     *
     * @param other more pairs
     * @return the sum
     */
    public SideStatistics plus(SideStatistics other) {
        return new SideStatistics(
                ok + other.ok,
                Sums.of(errors, other.errors, Long::sum),
                hardBreaks + other.hardBreaks,
                latency.plus(other.latency),
                firstToken.plus(other.firstToken),
                inputTokens + other.inputTokens,
                outputTokens + other.outputTokens,
                usageUnknown + other.usageUnknown,
                Sums.of(cost, other.cost, BigDecimal::add),
                costKnown + other.costKnown,
                costUnknown + other.costUnknown);
    }
}
