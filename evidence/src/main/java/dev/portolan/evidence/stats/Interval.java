package dev.portolan.evidence.stats;

/**
 * A range of values that the data do not contradict.
 *
 * @param lower its lower end, {@link Double#NEGATIVE_INFINITY} for none
 * @param upper its upper end, {@link Double#POSITIVE_INFINITY} for none; at least {@code lower}
 */
public record Interval(double lower, double upper) {

    /**
     * Checks the components.
     *
     * @param lower as above
     * @param upper as above
     */
    public Interval {
        if (!(lower <= upper)) {
            throw new IllegalArgumentException("interval: its lower end " + lower + " must not exceed " + upper);
        }
    }

    /**
     * Whether a value lies in it, the ends included.
     *
     * @param value the value
     * @return true when it does
     */
    public boolean contains(double value) {
        return lower <= value && value <= upper;
    }
}
