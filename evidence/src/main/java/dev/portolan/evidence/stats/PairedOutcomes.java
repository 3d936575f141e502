package dev.portolan.evidence.stats;

import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Examples that two models passed or failed, counted by pairs.
 *
 * @param both how many both passed
 * @param sourceOnly how many only the source passed: losses of the target
 * @param targetOnly how many only the target passed: wins of the target
 * @param neither how many both failed
 */
public record PairedOutcomes(int both, int sourceOnly, int targetOnly, int neither) {

    private static final double PRECISION = 1e-13;

    /**
     * Checks the components.
     *
     * @param both as above
     * @param sourceOnly as above
     * @param targetOnly as above
     * @param neither as above
     */
    public PairedOutcomes {
        Checks.count("both", both);
        Checks.count("sourceOnly", sourceOnly);
        Checks.count("targetOnly", targetOnly);
        Checks.count("neither", neither);
        if (both + sourceOnly + targetOnly + neither == 0) {
            throw new IllegalArgumentException("outcomes: at least one pair is needed");
        }
    }

    /**
     * Counts pairs.
     *
     * @param source whether the source passed, by example
     * @param target whether the target passed, in the same order
     * @return the counts
     */
    public static PairedOutcomes of(boolean[] source, boolean[] target) {
        Checks.sameLength("target", target.length, "source", source.length);
        int[] counts = new int[4];
        for (int i = 0; i < source.length; i++) {
            counts[(source[i] ? 0 : 2) + (target[i] ? 0 : 1)]++;
        }
        return new PairedOutcomes(counts[0], counts[1], counts[2], counts[3]);
    }

    /**
     * How many pairs there are.
     *
     * @return at least 1
     */
    public int examples() {
        return both + sourceOnly + targetOnly + neither;
    }

    /**
     * How many pairs disagree.
     *
     * @return their number
     */
    public int discordant() {
        return sourceOnly + targetOnly;
    }

    /**
     * The target's pass rate less the source's.
     *
     * @return from -1 to 1
     */
    public double difference() {
        return (double) (targetOnly - sourceOnly) / examples();
    }

    /**
     * Tango's score interval of {@link #difference()}: the differences {@code d} with
     * {@code |c - b - n d| <= z sqrt(n (2 q + d (1 - d)))}, where {@code q} is the likeliest share of losses under {@code d}. It
     * needs no disagreement to be of use, which Wald's interval does.
     *
     * @param confidence between 0 and 1, two-sided; the lower end at 0.90 is the one-sided bound at 0.95
     * @return the interval, within -1 and 1
     * @see <a href="https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8%3C891::AID-SIM780%3E3.0.CO;2-B">Tango 1998</a>
     */
    public Interval tango(double confidence) {
        Checks.probability("confidence", confidence);
        double z = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - confidence) / 2);
        return new Interval(root(-1, difference(), z), root(1, difference(), -z));
    }

    /** Where the score crosses {@code z}, between an end and the estimate; the score falls as the difference grows. */
    private double root(double end, double estimate, double z) {
        double outside = end;
        double inside = estimate;
        while (Math.abs(outside - inside) > PRECISION) {
            double middle = (outside + inside) / 2;
            if (Math.abs(score(middle)) < Math.abs(z)) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        return (outside + inside) / 2;
    }

    private double score(double difference) {
        double n = examples();
        double above = targetOnly - sourceOnly - n * difference;
        double b = -targetOnly - sourceOnly + (2 * n - targetOnly + sourceOnly) * difference;
        double c = -sourceOnly * difference * (1 - difference);
        double losses = (Math.sqrt(Math.max(0, b * b - 8 * n * c)) - b) / (4 * n);
        double variance = n * (2 * losses + difference * (1 - difference));
        if (variance <= 0) {
            return above == 0 ? 0 : Math.copySign(Double.POSITIVE_INFINITY, above);
        }
        return above / Math.sqrt(variance);
    }

    /**
     * McNemar's exact test that the target is worse: the probability of so many losses or more among the pairs that disagree, if
     * losses and wins were equally likely.
     *
     * @return the one-sided p-value; 1 when no pair disagrees
     * @see <a href="https://doi.org/10.1007/BF02295996">McNemar 1947</a>
     */
    public double regressionP() {
        return discordant() == 0 || sourceOnly == 0
                ? 1
                : BinomialDistribution.of(discordant(), 0.5).survivalProbability(sourceOnly - 1);
    }

    /**
     * McNemar's exact test that the two differ.
     *
     * @return the two-sided p-value; 1 when no pair disagrees
     */
    public double differenceP() {
        if (discordant() == 0) {
            return 1;
        }
        int fewer = Math.min(sourceOnly, targetOnly);
        return Math.min(1, 2 * BinomialDistribution.of(discordant(), 0.5).cumulativeProbability(fewer));
    }

    /**
     * {@link #differenceP()} with the observed count weighed by half. To show only: it does not hold its level exactly.
     *
     * @return the two-sided mid-p-value; 1 when no pair disagrees
     */
    public double midP() {
        if (discordant() == 0) {
            return 1;
        }
        int fewer = Math.min(sourceOnly, targetOnly);
        return Math.min(
                1, differenceP() - BinomialDistribution.of(discordant(), 0.5).probability(fewer));
    }
}
