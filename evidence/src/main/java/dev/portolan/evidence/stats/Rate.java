package dev.portolan.evidence.stats;

import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.interval.BinomialConfidenceInterval;

/**
 * How often something happened: {@code hits} of {@code trials} that do not depend on each other.
 *
 * @param hits how often it happened
 * @param trials how often it could have
 */
public record Rate(int hits, int trials) {

    /**
     * Checks the components.
     *
     * @param hits as above
     * @param trials as above
     */
    public Rate {
        Checks.count("hits", hits);
        if (trials < Math.max(1, hits)) {
            throw new IllegalArgumentException("trials: must be at least 1 and at least the hits, not " + trials);
        }
    }

    /**
     * The share of hits.
     *
     * @return from 0 to 1
     */
    public double estimate() {
        return (double) hits / trials;
    }

    /**
     * Wilson's score interval: the rates {@code p} with {@code |p^ - p| <= z sqrt(p (1 - p) / n)}. The interval to show; for small
     * samples its coverage is near the stated one on average.
     *
     * @param confidence between 0 and 1, such as 0.95; two-sided
     * @return the interval
     * @see <a href="https://doi.org/10.1080/01621459.1927.10502953">Wilson 1927</a>
     */
    public Interval wilson(double confidence) {
        return two(BinomialConfidenceInterval.WILSON_SCORE, confidence);
    }

    /**
     * The exact interval of Clopper and Pearson, by the binomial tails. It covers at least as often as stated: for hard limits.
     *
     * @param confidence between 0 and 1, such as 0.95; two-sided
     * @return the interval
     * @see <a href="https://doi.org/10.1093/biomet/26.4.404">Clopper and Pearson 1934</a>
     */
    public Interval clopperPearson(double confidence) {
        return two(BinomialConfidenceInterval.CLOPPER_PEARSON, confidence);
    }

    /**
     * The equal-tailed interval of Jeffreys' prior, {@code Beta(k + 1/2, n - k + 1/2)}.
     *
     * @param confidence between 0 and 1, such as 0.95; two-sided
     * @return the interval
     */
    public Interval jeffreys(double confidence) {
        return two(BinomialConfidenceInterval.JEFFREYS, confidence);
    }

    private Interval two(BinomialConfidenceInterval method, double confidence) {
        Checks.probability("confidence", confidence);
        var interval = method.fromErrorRate(trials, hits, 1 - confidence);
        return new Interval(interval.getLowerBound(), interval.getUpperBound());
    }

    /**
     * The exact probability of so many hits or more, if the true rate were {@code rate}.
     *
     * @param rate the supposed rate, from 0 to 1
     * @return from 0 to 1
     */
    public double atLeast(double rate) {
        return hits == 0 ? 1 : BinomialDistribution.of(trials, rate).survivalProbability(hits - 1);
    }

    /**
     * The exact probability of so few hits or less, if the true rate were {@code rate}: with {@code rate} as the limit, a small one
     * proves that the true rate is below it.
     *
     * @param rate the supposed rate, from 0 to 1
     * @return from 0 to 1
     */
    public double atMost(double rate) {
        return BinomialDistribution.of(trials, rate).cumulativeProbability(hits);
    }
}
