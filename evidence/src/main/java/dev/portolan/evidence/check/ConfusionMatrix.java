package dev.portolan.evidence.check;

import dev.portolan.evidence.stats.Agreement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** How often each label was answered where each was expected. Immutable. */
public final class ConfusionMatrix {

    /** Stands for an answer without a label, or with several. */
    public static final String NO_LABEL = "(none)";

    private final Map<String, Map<String, Integer>> counts;
    private final int total;

    private ConfusionMatrix(Builder builder) {
        Map<String, Map<String, Integer>> copy = new TreeMap<>();
        builder.counts.forEach((expected, row) -> copy.put(expected, new TreeMap<>(row)));
        this.counts = copy;
        this.total = copy.values().stream()
                .flatMap(row -> row.values().stream())
                .mapToInt(Integer::intValue)
                .sum();
    }

    /**
     * Starts an empty matrix.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * All labels that were expected or answered.
     *
     * @return in the order of the alphabet
     */
    public List<String> labels() {
        Set<String> labels = new TreeSet<>(counts.keySet());
        counts.values().forEach(row -> labels.addAll(row.keySet()));
        return List.copyOf(labels);
    }

    /**
     * One cell.
     *
     * @param expected the right label
     * @param answered the answered one
     * @return how often
     */
    public int count(String expected, String answered) {
        return counts.getOrDefault(expected, Map.of()).getOrDefault(answered, 0);
    }

    /**
     * All cells together.
     *
     * @return the number of answers
     */
    public int total() {
        return total;
    }

    /**
     * The share of right answers, {@code sum(n_ii) / n}.
     *
     * @return from 0 to 1; {@link Double#NaN} without answers
     */
    public double accuracy() {
        return ratio(labels().stream().mapToInt(label -> count(label, label)).sum(), total);
    }

    /**
     * Of the answers that gave a label, the share that was right: {@code n_ii / sum_j(n_ji)}.
     *
     * @param label the label
     * @return from 0 to 1; {@link Double#NaN} when no answer gave it
     */
    public double precision(String label) {
        return ratio(count(label, label), answered(label));
    }

    /**
     * Of the examples that expect a label, the share that got it: {@code n_ii / sum_j(n_ij)}.
     *
     * @param label the label
     * @return from 0 to 1; {@link Double#NaN} when no example expects it
     */
    public double recall(String label) {
        return ratio(count(label, label), expected(label));
    }

    /**
     * The harmonic mean of precision and recall, {@code 2 n_ii / (expected + answered)}.
     *
     * @param label the label
     * @return from 0 to 1; {@link Double#NaN} when it was neither expected nor answered
     */
    public double f1(String label) {
        return ratio(2 * count(label, label), expected(label) + answered(label));
    }

    /**
     * The mean of {@link #f1} over the labels that were expected, each counting alike.
     *
     * @return from 0 to 1; {@link Double#NaN} without answers
     */
    public double macroF1() {
        return counts.keySet().stream().mapToDouble(this::f1).average().orElse(Double.NaN);
    }

    /**
     * Cohen's kappa: agreement of expected and answered labels beyond chance.
     *
     * @return at most 1; {@link Double#NaN} where it tells nothing, also without answers
     * @see Agreement#kappa
     */
    public double kappa() {
        List<String> expected = new ArrayList<>();
        List<String> answered = new ArrayList<>();
        counts.forEach((right, row) -> row.forEach((given, times) -> {
            for (int i = 0; i < times; i++) {
                expected.add(right);
                answered.add(given);
            }
        }));
        return expected.isEmpty() ? Double.NaN : Agreement.kappa(expected, answered);
    }

    private int expected(String label) {
        return counts.getOrDefault(label, Map.of()).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private int answered(String label) {
        return counts.values().stream()
                .mapToInt(row -> row.getOrDefault(label, 0))
                .sum();
    }

    private static double ratio(int part, int whole) {
        return whole == 0 ? Double.NaN : (double) part / whole;
    }

    @Override
    public String toString() {
        return "ConfusionMatrix[" + counts.size() + " labels, " + total + " answers]";
    }

    /** Counts answers. Not thread-safe. */
    public static final class Builder {
        private final Map<String, Map<String, Integer>> counts = new TreeMap<>();

        private Builder() {}

        /**
         * Counts one answer.
         *
         * @param expected the right label
         * @param answered the answered one
         * @return this builder
         */
        public Builder add(String expected, String answered) {
            counts.computeIfAbsent(Objects.requireNonNull(expected, "expected"), label -> new TreeMap<>())
                    .merge(Objects.requireNonNull(answered, "answered"), 1, Integer::sum);
            return this;
        }

        /**
         * The matrix.
         *
         * @return the matrix
         */
        public ConfusionMatrix build() {
            return new ConfusionMatrix(this);
        }
    }
}
