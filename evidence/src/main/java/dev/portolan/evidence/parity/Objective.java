package dev.portolan.evidence.parity;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;

/**
 * A limit for the target that holds whatever the source does, such as a service level. It is proven when the 95 % bound on the wrong
 * side keeps it, broken when the 95 % bound on the other side does not.
 *
 * @param kind what is limited
 * @param subject the name of a metric or of a measure
 * @param quantile for {@link Kind#QUANTILE} which, between 0 and 1; else 0
 * @param lower the smallest value that is allowed; {@link Double#NEGATIVE_INFINITY} for none
 * @param upper the largest value that is allowed; {@link Double#POSITIVE_INFINITY} for none
 */
public record Objective(Kind kind, String subject, double quantile, double lower, double upper) {

    /** What is limited. */
    public enum Kind {
        /** A quantile of a measure of the target. */
        QUANTILE,
        /** The mean of a measure of the target. */
        MEAN,
        /** The mean of a metric of the target. */
        AT_LEAST,
        /** The share of the source's cost that the target saves. */
        SAVINGS
    }

    /**
     * Checks the components.
     *
     * @param kind as above
     * @param subject as above
     * @param quantile as above
     * @param lower as above
     * @param upper as above
     */
    public Objective {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(subject, "subject");
        if (kind == Kind.QUANTILE && !(quantile > 0 && quantile < 1)) {
            throw new IllegalArgumentException("quantile: must lie between 0 and 1, both excluded, not " + quantile);
        }
        if (!(lower <= upper)) {
            throw new IllegalArgumentException("objective: its lower limit " + lower + " exceeds " + upper);
        }
    }

    /**
     * A limit for a quantile of the time that whole answers take.
     *
     * @param quantile which, such as 0.95
     * @param limit the longest time
     * @return the objective
     */
    public static Objective latency(double quantile, Duration limit) {
        return new Objective(Kind.QUANTILE, "latency", quantile, Double.NEGATIVE_INFINITY, limit.toNanos() / 1e9);
    }

    /**
     * A limit for a quantile of the time until the first token.
     *
     * @param quantile which, such as 0.95
     * @param limit the longest time
     * @return the objective
     */
    public static Objective firstTokenLatency(double quantile, Duration limit) {
        return new Objective(
                Kind.QUANTILE, "first-token-latency", quantile, Double.NEGATIVE_INFINITY, limit.toNanos() / 1e9);
    }

    /**
     * A limit for what a request costs on average.
     *
     * @param limit in the currency of the run
     * @return the objective
     */
    public static Objective costPerRequest(BigDecimal limit) {
        return new Objective(Kind.MEAN, "cost", 0, Double.NEGATIVE_INFINITY, limit.doubleValue());
    }

    /**
     * A floor for a metric.
     *
     * @param metric the check's name
     * @param floor the smallest mean score, from 0 to 1
     * @return the objective
     */
    public static Objective atLeast(String metric, double floor) {
        if (!(floor >= 0 && floor <= 1)) {
            throw new IllegalArgumentException("floor: must be from 0 to 1, not " + floor);
        }
        return new Objective(Kind.AT_LEAST, metric, 0, floor, Double.POSITIVE_INFINITY);
    }

    /**
     * An expected range for the share of the source's cost that the target saves. More than expected is outside too: it hints at
     * answers that are cut short, or at a wrong price.
     *
     * @param from the smallest share, such as 0.3
     * @param to the largest share, such as 0.6
     * @return the objective
     */
    public static Objective savings(double from, double to) {
        return new Objective(Kind.SAVINGS, "cost", 0, from, to);
    }
}
