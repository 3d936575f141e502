package dev.portolan.routing.shadow;

import dev.portolan.chat.ChatResponse;
import dev.portolan.error.ContentFiltered;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.evidence.check.Answer;
import dev.portolan.evidence.parity.CallOutcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a call ended: with an answer or an error, and after what time. */
record CallEnd(
        @Nullable ChatResponse response,
        @Nullable LlmException error,
        Duration latency,
        @Nullable Duration firstToken) {

    /** What vendors sent beside the answer is let go, since nobody knows how large it is. */
    static CallEnd answered(ChatResponse response, Duration latency, @Nullable Duration firstToken) {
        return new CallEnd(response.toBuilder().vendorMetadata(() -> "{}").build(), null, latency, firstToken);
    }

    static CallEnd failed(LlmException error, Duration latency) {
        return new CallEnd(null, error, latency, null);
    }

    CallOutcome outcome() {
        return error == null ? CallOutcome.ANSWERED : CallOutcome.of(error);
    }

    /** What checks look at, or {@code null} when there is nothing. */
    @Nullable
    Answer answer() {
        if (response != null) {
            return Answer.of(response);
        }
        if (error == null || !error.kind().equals(ErrorKind.CONTENT_FILTERED)) {
            return null;
        }
        return Answer.blocked(
                error instanceof ContentFiltered blocked
                        ? blocked
                        : (ContentFiltered) LlmException.of(ErrorKind.CONTENT_FILTERED, error.details(), error));
    }

    @Override
    public String toString() {
        return "CallEnd[" + outcome() + "]";
    }
}
