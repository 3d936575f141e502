package dev.portolan.routing.rollout.judge;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a rollout learns from a call that ended. Holds no prompt and no answer.
 *
 * @param arm who was asked
 * @param outcome how it ended
 * @param streamed whether it was a stream
 * @param cached whether the answer came from a cache of ours, or a recording: its time says nothing
 * @param total how long it took, retries included, by a monotonic clock; {@code null} when that is not known
 * @param firstToken how long the first visible event of a stream took; {@code null} for calls and when nothing came
 * @param cost what it cost, in the currency of the forecast; {@code null} when that is not known, never 0 for it
 * @param score how good the answer is, from 0 to 1; {@code null} when no check could say
 */
public record CallSample(
        Arm arm,
        CallOutcome outcome,
        boolean streamed,
        boolean cached,
        @Nullable Duration total,
        @Nullable Duration firstToken,
        @Nullable BigDecimal cost,
        @Nullable Double score) {

    /**
     * Checks the components.
     *
     * @param arm as above
     * @param outcome as above
     * @param streamed as above
     * @param cached as above
     * @param total as above
     * @param firstToken as above
     * @param cost as above
     * @param score as above
     */
    public CallSample {
        Objects.requireNonNull(arm, "arm");
        Objects.requireNonNull(outcome, "outcome");
        if (cost != null && cost.signum() < 0) {
            throw new IllegalArgumentException("cost: must not be negative");
        }
        if (score != null && !(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("score: must lie between 0 and 1, not " + score);
        }
    }

    /**
     * A call that was answered, of which only the time is known.
     *
     * @param arm who was asked
     * @param total how long it took
     * @return the sample
     */
    public static CallSample ok(Arm arm, Duration total) {
        return new CallSample(arm, CallOutcome.OK, false, false, total, null, null, null);
    }

    /**
     * A call that failed.
     *
     * @param arm who was asked
     * @param outcome how it ended
     * @return the sample
     */
    public static CallSample failed(Arm arm, CallOutcome outcome) {
        return new CallSample(arm, outcome, false, false, null, null, null, null);
    }
}
