package dev.portolan.evidence.stats;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The percentile bootstrap over examples, or over clusters of them. Source and target of an example stay together, so differences
 * are paired. Draws come from {@link SplittableRandom} (SplitMix64) with a fixed seed: the same data give the same figures.
 * Immutable and thread-safe.
 *
 * @see <a href="https://doi.org/10.1201/9780429246593">Efron and Tibshirani 1993, chapter 13</a>
 */
public final class Bootstrap {

    /** How often is drawn unless told otherwise. */
    public static final int RESAMPLES = 10_000;

    /** Where draws begin unless told otherwise. */
    public static final long SEED = 20_260_101L;

    /** What is computed of each draw. */
    @FunctionalInterface
    public interface Statistic {
        /**
         * Computes it.
         *
         * @param examples the drawn examples by index, some more than once; not to be kept or changed
         * @return the figure; {@link Double#NaN} where the draw has none, which is left out
         */
        double of(int[] examples);
    }

    private final int resamples;
    private final long seed;

    /**
     * A bootstrap.
     *
     * @param resamples how often to draw, at least 100
     * @param seed where draws begin
     */
    public Bootstrap(int resamples, long seed) {
        if (resamples < 100) {
            throw new IllegalArgumentException("resamples: at least 100 are needed, not " + resamples);
        }
        this.resamples = resamples;
        this.seed = seed;
    }

    /** A bootstrap with {@link #RESAMPLES} and {@link #SEED}. */
    public Bootstrap() {
        this(RESAMPLES, SEED);
    }

    /**
     * The statistic's distribution.
     *
     * @param clusters what is drawn
     * @param statistic what is computed
     * @return its values in order
     */
    public Distribution draw(Clusters clusters, Statistic statistic) {
        if (clusters.size() == 0) {
            throw new IllegalArgumentException("examples: at least one is needed");
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[resamples];
        int[] examples = new int[clusters.examples()];
        for (int i = 0; i < resamples; i++) {
            int filled = 0;
            for (int k = 0; k < clusters.size(); k++) {
                int[] members = clusters.members(random.nextInt(clusters.size()));
                if (filled + members.length > examples.length) {
                    examples = Arrays.copyOf(examples, Math.max(examples.length * 2, filled + members.length));
                }
                System.arraycopy(members, 0, examples, filled, members.length);
                filled += members.length;
            }
            values[i] = statistic.of(filled == examples.length ? examples : Arrays.copyOf(examples, filled));
        }
        return new Distribution(values);
    }

    /**
     * The distribution of the mean.
     *
     * @param clusters what is drawn
     * @param values one for each example
     * @return the distribution
     */
    public Distribution mean(Clusters clusters, double[] values) {
        Checks.sameLength("values", values.length, "clusters", clusters.examples());
        Checks.finite("values", values);
        return draw(clusters, examples -> {
            double sum = 0;
            for (int example : examples) {
                sum += values[example];
            }
            return sum / examples.length;
        });
    }

    /** Values of a statistic over all draws. Immutable. */
    public static final class Distribution {
        private final double[] sorted;

        private Distribution(double[] values) {
            this.sorted = Arrays.stream(values)
                    .filter(value -> !Double.isNaN(value))
                    .sorted()
                    .toArray();
        }

        /**
         * How many draws have a value.
         *
         * @return their number
         */
        public int size() {
            return sorted.length;
        }

        /**
         * A quantile: the smallest value that at least a share {@code p} of the draws does not exceed.
         *
         * @param p between 0 and 1
         * @return the value
         * @throws IllegalStateException when no draw has a value
         */
        public double quantile(double p) {
            Checks.probability("p", p);
            if (sorted.length == 0) {
                throw new IllegalStateException("The statistic has no value in any draw");
            }
            return sorted[
                    (int) Math.min(sorted.length - 1L, Math.max(0, Math.round(Math.ceil(p * sorted.length)) - 1))];
        }

        /**
         * The percentile interval.
         *
         * @param confidence between 0 and 1, two-sided
         * @return the interval
         */
        public Interval interval(double confidence) {
            Checks.probability("confidence", confidence);
            return new Interval(quantile((1 - confidence) / 2), quantile((1 + confidence) / 2));
        }

        /**
         * The standard deviation over the draws: the bootstrap's standard error.
         *
         * @return at least 0
         */
        public double standardError() {
            double mean = Arrays.stream(sorted).average().orElse(Double.NaN);
            double sum = Arrays.stream(sorted)
                    .map(value -> (value - mean) * (value - mean))
                    .sum();
            return Math.sqrt(sum / sorted.length);
        }
    }
}
