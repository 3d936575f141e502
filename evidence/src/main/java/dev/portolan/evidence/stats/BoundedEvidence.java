package dev.portolan.evidence.stats;

import java.util.Arrays;

/**
 * Evidence that the mean of bounded observations is below zero, which may be looked at after every one of them: a betting e-process.
 * If the mean is zero or more, the chance that {@link #value} ever reaches {@code 1 / alpha} is at most {@code alpha}. Five sums of
 * logarithms are its whole state; they add up over instances and restarts. Immutable.
 *
 * <p>For a drop of quality by 10 % an observation is {@code target - 0.9 * source} with scores from 0 to 1.
 *
 * @see RateEvidence
 */
public final class BoundedEvidence {

    /** Nothing seen yet. */
    public static final BoundedEvidence NONE = new BoundedEvidence(0, new double[5]);

    static final double[] STAKES = {0.1, 0.25, 0.5, 0.75, 0.95};

    private final long observations;
    private final double[] logs;

    private BoundedEvidence(long observations, double[] logs) {
        this.observations = observations;
        this.logs = logs;
    }

    /**
     * Evidence as it was stored.
     *
     * @param observations how many were seen
     * @param logs what {@link #logs} gave
     * @return the evidence
     */
    public static BoundedEvidence of(long observations, double... logs) {
        Checks.count("observations", observations);
        Checks.sameLength("logs", logs.length, "stakes", STAKES.length);
        Checks.finite("logs", logs);
        return new BoundedEvidence(observations, logs.clone());
    }

    /**
     * With one observation more.
     *
     * @param observation from -1 to 1
     * @return the new evidence
     */
    public BoundedEvidence plus(double observation) {
        if (!(Math.abs(observation) <= 1)) {
            throw new IllegalArgumentException("observation: must lie between -1 and 1, not " + observation);
        }
        double[] sums = logs.clone();
        for (int i = 0; i < sums.length; i++) {
            sums[i] += Math.log1p(-STAKES[i] * observation);
        }
        return new BoundedEvidence(observations + 1, sums);
    }

    /**
     * With the observations of another.
     *
     * @param other the other evidence
     * @return the sum
     */
    public BoundedEvidence plus(BoundedEvidence other) {
        double[] sums = logs.clone();
        for (int i = 0; i < sums.length; i++) {
            sums[i] += other.logs[i];
        }
        return new BoundedEvidence(observations + other.observations, sums);
    }

    /**
     * How many observations there were.
     *
     * @return their number
     */
    public long observations() {
        return observations;
    }

    /**
     * The state to store: for each stake 0.1, 0.25, 0.5, 0.75, 0.95 the sum of {@code log(1 - stake * observation)}.
     *
     * @return five numbers
     */
    public double[] logs() {
        return logs.clone();
    }

    /**
     * The evidence: the mean of the five products.
     *
     * @return 1 without observations; infinite beyond what a double holds
     */
    public double value() {
        return Arrays.stream(logs).map(Math::exp).average().orElseThrow();
    }

    @Override
    public String toString() {
        return "BoundedEvidence[observations=" + observations + ", value=" + value() + "]";
    }
}
