package dev.portolan.routing.rollout.judge;

import dev.portolan.evidence.stats.BoundedEvidence;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How good the target's answers are beside the source's of the same time. A pair is an answer of each, of the same request where one was
 * asked of both, or else the next that came.
 *
 * @param drop evidence that the target's mean score is below the part of the source's that must be kept
 * @param kept evidence that it is above
 * @param source the sum of the source's scores in the pairs
 * @param target the sum of the target's
 * @param missing how many of the target's answers have no score: a check failed, or came too late
 */
public record QualityEvidence(BoundedEvidence drop, BoundedEvidence kept, double source, double target, long missing) {

    /** Nothing seen yet. */
    public static final QualityEvidence NONE = new QualityEvidence(BoundedEvidence.NONE, BoundedEvidence.NONE, 0, 0, 0);

    /**
     * Checks the components.
     *
     * @param drop as above
     * @param kept as above
     * @param source as above
     * @param target as above
     * @param missing as above
     */
    public QualityEvidence {
        Objects.requireNonNull(drop, "drop");
        Objects.requireNonNull(kept, "kept");
        if (missing < 0) {
            throw new IllegalArgumentException("missing: must not be negative");
        }
    }

    /** With one pair more. */
    QualityEvidence plus(double ofSource, double ofTarget, Limits limits) {
        double difference = ofTarget - (1 - limits.qualityDrop()) * ofSource;
        return new QualityEvidence(
                drop.plus(difference), kept.plus(-difference), source + ofSource, target + ofTarget, missing);
    }

    /** With one answer that has no score. */
    QualityEvidence plusMissing() {
        return new QualityEvidence(drop, kept, source, target, missing + 1);
    }

    /**
     * With what another counted.
     *
     * @param other the other
     * @return the sum
     */
    public QualityEvidence plus(QualityEvidence other) {
        return new QualityEvidence(
                drop.plus(other.drop),
                kept.plus(other.kept),
                source + other.source,
                target + other.target,
                missing + other.missing);
    }

    /**
     * How many pairs there are.
     *
     * @return their number
     */
    public long pairs() {
        return drop.observations();
    }

    /**
     * The target's mean score over the source's.
     *
     * @return such as 0.97, or {@code null} without pairs or where the source's is 0
     */
    public @Nullable Double ratio() {
        return source > 0 ? Double.valueOf(target / source) : null;
    }
}
