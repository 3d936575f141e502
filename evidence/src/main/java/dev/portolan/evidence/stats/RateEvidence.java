package dev.portolan.evidence.stats;

/**
 * Evidence that a rate is above a limit, which may be looked at after every observation: a betting e-process. If the rate is at
 * most the limit, the chance that {@link #above} ever reaches {@code 1 / alpha} is at most {@code alpha}, however often one
 * looks. It needs two counters only, which add up over instances and restarts.
 *
 * @param hits how often it happened
 * @param trials how often it could have
 * @see <a href="https://arxiv.org/abs/2010.09686">Waudby-Smith and Ramdas, Estimating means of bounded random variables by
 *     betting</a>
 */
public record RateEvidence(long hits, long trials) {

    /** Nothing seen yet. */
    public static final RateEvidence NONE = new RateEvidence(0, 0);

    private static final double[] STAKES = {0.5, 1, 2, 4, 8};

    /**
     * Checks the components.
     *
     * @param hits as above
     * @param trials as above
     */
    public RateEvidence {
        Checks.count("hits", hits);
        if (trials < hits) {
            throw new IllegalArgumentException("trials: must be at least the hits, not " + trials);
        }
    }

    /**
     * With one observation more.
     *
     * @param hit whether it happened
     * @return the new counters
     */
    public RateEvidence plus(boolean hit) {
        return new RateEvidence(hits + (hit ? 1 : 0), trials + 1);
    }

    /**
     * With the observations of another.
     *
     * @param other the other counters
     * @return the sum
     */
    public RateEvidence plus(RateEvidence other) {
        return new RateEvidence(hits + other.hits, trials + other.trials);
    }

    /**
     * The evidence that the rate is above a limit: the mean over the stakes {@code s} in 0.5, 1, 2, 4, 8 of
     * {@code (1 + s (1 - limit))^hits * (1 - s limit)^(trials - hits)}. Stakes that could lose more than everything, {@code s *
     * limit >= 1}, are left out.
     *
     * @param limit between 0 and 1
     * @return 1 without observations; infinite beyond what a double holds
     */
    public double above(double limit) {
        Checks.probability("limit", limit);
        double sum = 0;
        int stakes = 0;
        for (double stake : STAKES) {
            if (stake * limit < 1) {
                sum += Math.exp(hits * Math.log1p(stake * (1 - limit)) + (trials - hits) * Math.log1p(-stake * limit));
                stakes++;
            }
        }
        return sum / stakes;
    }

    /**
     * The evidence that the rate is below a limit: the mean over the shares {@code s} in 0.1, 0.25, 0.5, 0.75, 0.95 of
     * {@code (1 - s)^hits * (1 + s limit / (1 - limit))^(trials - hits)}.
     *
     * @param limit between 0 and 1
     * @return 1 without observations
     */
    public double below(double limit) {
        Checks.probability("limit", limit);
        double sum = 0;
        for (double share : BoundedEvidence.STAKES) {
            double gain = share * limit / (1 - limit);
            sum += Math.exp(hits * Math.log1p(-share) + (trials - hits) * Math.log1p(gain));
        }
        return sum / BoundedEvidence.STAKES.length;
    }
}
