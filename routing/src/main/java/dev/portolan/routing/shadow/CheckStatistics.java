package dev.portolan.routing.shadow;

import dev.portolan.evidence.parity.PairResult;
import dev.portolan.evidence.stats.BoundedEvidence;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a check found in all pairs. Immutable; those of several instances {@linkplain #plus add up}. Sums are of pairs in which both answers
 * have a score.
 *
 * @param pairs in how many pairs both answers have a score
 * @param sourceSum the source's scores together
 * @param targetSum the target's scores together
 * @param differenceSquares the squares of the target's score less the source's, together
 * @param flagged in how many pairs the target belongs on the triage list: below {@value PairResult#TRIAGE} of the source's score, or broken
 *     where the source was not
 * @param improved in how many pairs the source would
 * @param sourceBreaks how many answers of the source it found broken in a way that nothing makes up for
 * @param targetBreaks how many of the target
 * @param sourceMissing how many answers of the source it could not score
 * @param targetMissing how many of the target
 * @param logs the state of {@link #evidence()}: five sums of logarithms
 */
public record CheckStatistics(
        long pairs,
        double sourceSum,
        double targetSum,
        double differenceSquares,
        long flagged,
        long improved,
        long sourceBreaks,
        long targetBreaks,
        long sourceMissing,
        long targetMissing,
        List<Double> logs) {

    /** What is left of the source's score after a drop that is no longer accepted. */
    public static final double KEPT = 0.9;

    /** No pairs. */
    public static final CheckStatistics NONE =
            new CheckStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, list(BoundedEvidence.NONE));

    /**
     * Checks the components.
     *
     * @param pairs as above
     * @param sourceSum as above
     * @param targetSum as above
     * @param differenceSquares as above
     * @param flagged as above
     * @param improved as above
     * @param sourceBreaks as above
     * @param targetBreaks as above
     * @param sourceMissing as above
     * @param targetMissing as above
     * @param logs as above; copied
     */
    public CheckStatistics {
        logs = List.copyOf(logs);
        BoundedEvidence.of(pairs, array(logs));
    }

    static List<Double> list(BoundedEvidence evidence) {
        return Arrays.stream(evidence.logs()).boxed().toList();
    }

    private static double[] array(List<Double> logs) {
        return logs.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /**
     * The evidence that the target's quality lies more than 10 % below the source's: of {@code target - 0.9 * source} for each pair. It may
     * be looked at after every pair.
     *
     * @return an e-process; {@code 1 / alpha} is reached with a chance of at most {@code alpha} by a target that keeps 90 %
     */
    public BoundedEvidence evidence() {
        return BoundedEvidence.of(pairs, array(logs));
    }

    /**
     * The mean of the source's scores.
     *
     * @return from 0 to 1, or {@code null} without pairs
     */
    public @Nullable Double sourceMean() {
        return mean(sourceSum);
    }

    /**
     * The mean of the target's scores.
     *
     * @return from 0 to 1, or {@code null} without pairs
     */
    public @Nullable Double targetMean() {
        return mean(targetSum);
    }

    /**
     * The mean of the target's score less the source's.
     *
     * @return from -1 to 1, or {@code null} without pairs
     */
    public @Nullable Double difference() {
        return mean(targetSum - sourceSum);
    }

    /**
     * How much the difference varies from pair to pair.
     *
     * @return the sample standard deviation, or {@code null} below two pairs
     */
    public @Nullable Double deviation() {
        if (pairs < 2) {
            return null;
        }
        double sum = targetSum - sourceSum;
        return Math.sqrt(Math.max(0, (differenceSquares - sum * sum / pairs) / (pairs - 1)));
    }

    private @Nullable Double mean(double sum) {
        return pairs == 0 ? null : Double.valueOf(sum / pairs);
    }

    /**
     * The statistics of both together.
     *
     * @param other of the same check
     * @return the sum
     */
    public CheckStatistics plus(CheckStatistics other) {
        return new CheckStatistics(
                pairs + other.pairs,
                sourceSum + other.sourceSum,
                targetSum + other.targetSum,
                differenceSquares + other.differenceSquares,
                flagged + other.flagged,
                improved + other.improved,
                sourceBreaks + other.sourceBreaks,
                targetBreaks + other.targetBreaks,
                sourceMissing + other.sourceMissing,
                targetMissing + other.targetMissing,
                list(evidence().plus(other.evidence())));
    }
}
