package dev.portolan.testkit.parity;

import dev.portolan.chat.ChatResponse;
import dev.portolan.error.ContentFiltered;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.evidence.check.Answer;
import dev.portolan.evidence.parity.CallOutcome;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended.
 *
 * @param outcome what it means for the comparison
 * @param response the answer, or {@code null} when it failed
 * @param error what went wrong, or {@code null} when it was answered
 * @param replayed whether a recording answered
 */
record CallResult(
        CallOutcome outcome,
        @Nullable ChatResponse response,
        @Nullable LlmException error,
        boolean replayed) {

    static CallResult answered(ChatResponse response, boolean replayed) {
        return new CallResult(CallOutcome.ANSWERED, response, null, replayed);
    }

    static CallResult failed(LlmException error, boolean replayed) {
        return new CallResult(CallOutcome.of(error), null, error, replayed);
    }

    /** Whether asking again would be asking the same again. What failed on the way may go well the next time. */
    boolean lasting() {
        return outcome != CallOutcome.FAILED;
    }

    /** What checks look at, or null when there is nothing. */
    @Nullable
    Answer answer() {
        if (response != null) {
            return Answer.of(response);
        }
        if (outcome != CallOutcome.BLOCKED || error == null) {
            return null;
        }
        return Answer.blocked(
                error instanceof ContentFiltered blocked
                        ? blocked
                        : (ContentFiltered) LlmException.of(ErrorKind.CONTENT_FILTERED, error.details(), error));
    }

    @Override
    public String toString() {
        return "CallResult[" + outcome + (replayed ? ", replayed" : "") + "]";
    }
}
