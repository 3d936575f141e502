package dev.portolan.evidence.stats;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * A quantile of a sample with an interval that supposes nothing about the distribution: its ends are values of the sample, chosen
 * by the binomial distribution of how many fall below the quantile. Where the sample is too small for an end there is none, so that
 * nobody reads a 99th percentile from 50 calls.
 *
 * @param p which quantile, between 0 and 1
 * @param samples how many values there are
 * @param value the smallest value that a share {@code p} of the sample does not exceed
 * @param lower the lower end, empty when the sample is too small for it
 * @param upper the upper end, empty when the sample is too small for it
 * @see <a href="https://doi.org/10.1002/9781118594841">Hahn and Meeker, Statistical Intervals, section 5.2</a>
 */
public record Quantile(double p, int samples, double value, OptionalDouble lower, OptionalDouble upper) {

    /**
     * A quantile of a sample.
     *
     * @param values the sample, in any order
     * @param p between 0 and 1
     * @param confidence of the interval, between 0 and 1, two-sided
     * @return the quantile
     */
    public static Quantile of(double[] values, double p, double confidence) {
        Checks.finite("values", values);
        Checks.probability("p", p);
        if (values.length == 0) {
            throw new IllegalArgumentException("values: at least one is needed");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        int[] ranks = ranks(n, p, confidence);
        return new Quantile(
                p,
                n,
                sorted[Math.min(n, Math.max(1, (int) Math.ceil(p * n))) - 1],
                ranks[0] < 1 ? OptionalDouble.empty() : OptionalDouble.of(sorted[ranks[0] - 1]),
                ranks[1] > n ? OptionalDouble.empty() : OptionalDouble.of(sorted[ranks[1] - 1]));
    }

    /**
     * Whether both ends of the interval exist.
     *
     * @return false when there are too few samples
     */
    public boolean known() {
        return lower.isPresent() && upper.isPresent();
    }

    /** The ranks of both ends, from 1; 0 or {@code n + 1} where there is none. */
    static int[] ranks(int n, double p, double confidence) {
        Checks.probability("confidence", confidence);
        BinomialDistribution below = BinomialDistribution.of(n, p);
        double tail = (1 - confidence) / 2;
        return new int[] {below.inverseCumulativeProbability(tail), below.inverseSurvivalProbability(tail) + 1};
    }
}
