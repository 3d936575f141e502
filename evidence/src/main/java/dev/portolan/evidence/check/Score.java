package dev.portolan.evidence.check;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a check found: a number from 0 (worst) to 1 (best), or that there is none, and why. Immutable.
 *
 * <p>Two are equal when kind, number, hard break and reason are. The reason may quote the answer; {@link #toString} does not show it.
 */
public final class Score {

    /** Whether there is a number. */
    public enum Kind {
        /** There is one. */
        SCORED,
        /** It could not be found out: lost data, which says nothing about the answer. */
        MISSING,
        /** The check does not concern this example. */
        NOT_APPLICABLE
    }

    private final Kind kind;
    private final double number;
    private final boolean hardBreak;
    private final String reason;

    private Score(Kind kind, double number, boolean hardBreak, String reason) {
        this.kind = kind;
        this.number = number;
        this.hardBreak = hardBreak;
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /**
     * A score.
     *
     * @param value from 0 to 1
     * @param reason why
     * @return the score
     * @throws IllegalArgumentException when the value lies outside, or is no number
     */
    public static Score of(double value, String reason) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("score: must be from 0 to 1, not " + value);
        }
        return new Score(Kind.SCORED, value, false, reason);
    }

    /**
     * The score 1 where a condition holds, else 0.
     *
     * @param holds the condition
     * @param reason why
     * @return the score
     */
    public static Score of(boolean holds, String reason) {
        return of(holds ? 1 : 0, reason);
    }

    /**
     * The score 0 that nothing else can make up for.
     *
     * @param reason why
     * @return a hard break
     */
    public static Score hardBreak(String reason) {
        return new Score(Kind.SCORED, 0, true, reason);
    }

    /**
     * It could not be found out.
     *
     * @param reason why not
     * @return a missing score
     */
    public static Score missing(String reason) {
        return new Score(Kind.MISSING, 0, false, reason);
    }

    /**
     * The check does not concern this example.
     *
     * @param reason why not
     * @return no score
     */
    public static Score notApplicable(String reason) {
        return new Score(Kind.NOT_APPLICABLE, 0, false, reason);
    }

    /**
     * Whether there is a number.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Whether there is a number.
     *
     * @return true when {@link #value} is not {@code null}
     */
    public boolean scored() {
        return kind == Kind.SCORED;
    }

    /**
     * The number.
     *
     * @return from 0 to 1, or {@code null} when there is none
     */
    public @Nullable Double value() {
        return scored() ? number : null;
    }

    /**
     * Whether nothing else can make up for it: a broken schema is not bought back by fine prose.
     *
     * @return true for a hard break
     */
    public boolean isHardBreak() {
        return hardBreak;
    }

    /**
     * Why it is so. May quote the answer.
     *
     * @return a sentence without full stop
     */
    public String reason() {
        return reason;
    }

    /** The same reason with another number; no hard break. */
    Score withValue(double value) {
        return of(value, reason);
    }

    /**
     * The same number and reason, as a hard break.
     *
     * @return a hard break
     * @throws IllegalStateException when there is no number
     */
    public Score broken() {
        if (!scored()) {
            throw new IllegalStateException("score: without a number it cannot be a hard break");
        }
        return new Score(kind, number, true, reason);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Score that
                && kind == that.kind
                && Double.compare(number, that.number) == 0
                && hardBreak == that.hardBreak
                && reason.equals(that.reason);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, number, hardBreak, reason);
    }

    @Override
    public String toString() {
        return "Score[" + (scored() ? String.valueOf(number) : kind.toString()) + (hardBreak ? ", hard break" : "")
                + "]";
    }
}
