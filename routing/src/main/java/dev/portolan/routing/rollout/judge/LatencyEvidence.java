package dev.portolan.routing.rollout.judge;

import dev.portolan.evidence.stats.RateEvidence;
import java.util.Objects;

/**
 * How many of the target's times were beyond the limit, seen from the source's of the same time. "The median is more than twice the
 * source's" means that more than half of the times are beyond twice the source's median: a claim about a quantile is one about a share.
 *
 * @param median how many were beyond the limit's multiple of the source's median; more than half is too slow
 * @param tail how many were beyond the limit's multiple of the source's 95 % quantile; more than 5 % is too slow
 * @param alert how many were beyond the alert's multiple of the source's median
 */
public record LatencyEvidence(RateEvidence median, RateEvidence tail, RateEvidence alert) {

    /** Nothing seen yet. */
    public static final LatencyEvidence NONE =
            new LatencyEvidence(RateEvidence.NONE, RateEvidence.NONE, RateEvidence.NONE);

    /** The share beyond a multiple of the median from which the median is. */
    static final double HALF = 0.5;

    /** The same for the 95 % quantile. */
    static final double TAIL = 0.05;

    /**
     * Checks the components.
     *
     * @param median as above
     * @param tail as above
     * @param alert as above
     */
    public LatencyEvidence {
        Objects.requireNonNull(median, "median");
        Objects.requireNonNull(tail, "tail");
        Objects.requireNonNull(alert, "alert");
    }

    /**
     * With what another counted.
     *
     * @param other the other
     * @return the sum
     */
    public LatencyEvidence plus(LatencyEvidence other) {
        return new LatencyEvidence(median.plus(other.median), tail.plus(other.tail), alert.plus(other.alert));
    }

    /**
     * The evidence that it is too slow: the mean of the one by the median and the one by the 95 % quantile.
     *
     * @return 1 when nothing was seen
     */
    public double above() {
        return (median.above(HALF) + tail.above(TAIL)) / 2;
    }
}
