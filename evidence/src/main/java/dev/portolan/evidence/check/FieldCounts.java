package dev.portolan.evidence.check;

/**
 * How the values of a field, or of several, were extracted. Counts of many answers are added up before a ratio is taken.
 *
 * @param correct values that are right
 * @param answered values that the answer gives
 * @param expected values that the example expects
 */
public record FieldCounts(int correct, int answered, int expected) {

    /** Nothing counted. */
    public static final FieldCounts NONE = new FieldCounts(0, 0, 0);

    /**
     * Checks the components.
     *
     * @param correct as above
     * @param answered as above
     * @param expected as above
     */
    public FieldCounts {
        if (correct < 0 || correct > Math.min(answered, expected)) {
            throw new IllegalArgumentException("correct: must be from 0 to what was answered and expected");
        }
    }

    /**
     * Both together.
     *
     * @param other other counts
     * @return the sums
     */
    public FieldCounts plus(FieldCounts other) {
        return new FieldCounts(correct + other.correct, answered + other.answered, expected + other.expected);
    }

    /**
     * The share of answered values that is right, {@code correct / answered}.
     *
     * @return from 0 to 1; {@link Double#NaN} when nothing was answered
     */
    public double precision() {
        return answered == 0 ? Double.NaN : (double) correct / answered;
    }

    /**
     * The share of expected values that was found, {@code correct / expected}.
     *
     * @return from 0 to 1; {@link Double#NaN} when nothing was expected
     */
    public double recall() {
        return expected == 0 ? Double.NaN : (double) correct / expected;
    }

    /**
     * The harmonic mean of both, {@code 2 correct / (answered + expected)}.
     *
     * @return from 0 to 1; 1 when nothing was expected and nothing answered
     */
    public double f1() {
        return answered + expected == 0 ? 1 : 2.0 * correct / (answered + expected);
    }
}
