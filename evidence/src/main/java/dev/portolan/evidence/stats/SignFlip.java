package dev.portolan.evidence.stats;

import java.util.SplittableRandom;

/**
 * Tests whether differences centre on zero, by flipping their signs: if target and source were alike, each difference could as well
 * have come the other way round. Exact, over all {@code 2^n} patterns, up to 16 examples; above that over seeded random patterns.
 *
 * @param lower the share of patterns whose mean is as low as the observed one or lower: small when the target is worse
 * @param either the share of patterns whose mean is as far from zero as the observed one or farther
 * @param patterns how many were looked at
 * @see <a href="https://doi.org/10.1017/CBO9780511525971">Fisher's randomisation test; Edgington and Onghena 2007, chapter 6</a>
 */
public record SignFlip(double lower, double either, int patterns) {

    /** Up to so many examples all patterns are looked at. */
    public static final int EXACT = 16;

    /** So many random patterns are looked at above that. */
    public static final int RANDOM = 20_000;

    private static final double TIE = 1e-12;

    /**
     * Tests differences.
     *
     * @param differences target less source, by example
     * @return the p-values
     */
    public static SignFlip of(double[] differences) {
        Checks.finite("differences", differences);
        if (differences.length == 0) {
            throw new IllegalArgumentException("differences: at least one is needed");
        }
        return differences.length <= EXACT ? exact(differences) : random(differences);
    }

    private static SignFlip exact(double[] differences) {
        double observed = sum(differences, 0);
        int patterns = 1 << differences.length;
        int lower = 0;
        int either = 0;
        for (int pattern = 0; pattern < patterns; pattern++) {
            double sum = sum(differences, pattern);
            lower += sum <= observed + TIE ? 1 : 0;
            either += Math.abs(sum) >= Math.abs(observed) - TIE ? 1 : 0;
        }
        return new SignFlip((double) lower / patterns, (double) either / patterns, patterns);
    }

    private static double sum(double[] differences, int pattern) {
        double sum = 0;
        for (int i = 0; i < differences.length; i++) {
            sum += (pattern >> i & 1) == 0 ? differences[i] : -differences[i];
        }
        return sum;
    }

    /** The observed pattern counts as one of them, so that no p-value is zero. */
    private static SignFlip random(double[] differences) {
        double observed = sum(differences, 0, differences.length);
        SplittableRandom random = new SplittableRandom(Bootstrap.SEED);
        int lower = 1;
        int either = 1;
        for (int i = 0; i < RANDOM; i++) {
            double sum = 0;
            for (int from = 0; from < differences.length; from += Long.SIZE) {
                long signs = random.nextLong();
                int to = Math.min(from + Long.SIZE, differences.length);
                for (int k = from; k < to; k++) {
                    sum += (signs >> (k - from) & 1) == 0 ? differences[k] : -differences[k];
                }
            }
            lower += sum <= observed + TIE ? 1 : 0;
            either += Math.abs(sum) >= Math.abs(observed) - TIE ? 1 : 0;
        }
        return new SignFlip(lower / (RANDOM + 1.0), either / (RANDOM + 1.0), RANDOM + 1);
    }

    private static double sum(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum;
    }
}
