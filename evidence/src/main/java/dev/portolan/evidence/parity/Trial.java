package dev.portolan.evidence.parity;

import dev.portolan.chat.ChatResponse;
import dev.portolan.error.ErrorKind;
import dev.portolan.evidence.check.ScoreCard;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One call of one model for one example. Holds the answer; {@link #toString} does not show it.
 *
 * @param repeat which of the calls of this side, from 0
 * @param outcome how it ended
 * @param response the answer; {@code null} unless it is {@link CallOutcome#ANSWERED}
 * @param error what went wrong; {@code null} when it is {@link CallOutcome#ANSWERED}
 * @param message what went wrong, in words; {@code null} when it is {@link CallOutcome#ANSWERED}. Holds no secrets and no prompt
 * @param scores what the checks found; empty when it was rejected or failed
 * @param figures what it took, by the name of the measure; what is not known is left out
 * @param replayed whether the answer came from a cache or a recording
 */
public record Trial(
        int repeat,
        CallOutcome outcome,
        @Nullable ChatResponse response,
        @Nullable ErrorKind error,
        @Nullable String message,
        ScoreCard scores,
        Map<String, BigDecimal> figures,
        boolean replayed) {

    /** No scores. */
    public static final ScoreCard UNSCORED = new ScoreCard(List.of());

    /**
     * Checks the components.
     *
     * @param repeat as above
     * @param outcome as above
     * @param response as above
     * @param error as above
     * @param message as above
     * @param scores as above
     * @param figures as above; copied
     * @param replayed as above
     */
    public Trial {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(scores, "scores");
        if (repeat < 0) {
            throw new IllegalArgumentException("repeat: must not be negative, as " + repeat + " is");
        }
        if ((outcome == CallOutcome.ANSWERED) != (response != null)
                || (outcome == CallOutcome.ANSWERED) != (error == null)) {
            throw new IllegalArgumentException(
                    "outcome: an answered call has a response and no error, any other an error and no response");
        }
        figures = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }

    /**
     * Whether the checks could look at it.
     *
     * @return true when it was answered or blocked
     */
    public boolean judged() {
        return outcome == CallOutcome.ANSWERED || outcome == CallOutcome.BLOCKED;
    }

    @Override
    public String toString() {
        return "Trial[" + repeat + ", " + outcome + (error == null ? "" : ", " + error.id()) + "]";
    }
}
