package dev.portolan.evidence.parity;

import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import java.util.Set;

/** How a call ended, as far as a comparison goes. */
public enum CallOutcome {
    /** The model answered. */
    ANSWERED,
    /** The vendor's filter did not pass the prompt on, which is an answer too. */
    BLOCKED,
    /** The model cannot take this request, now or later: too long, not supported, not valid. That speaks against the model. */
    REJECTED,
    /** Something else went wrong on the way. That says nothing about the model. */
    FAILED;

    private static final Set<ErrorKind> REJECTIONS =
            Set.of(ErrorKind.CONTEXT_LENGTH, ErrorKind.UNSUPPORTED_FEATURE, ErrorKind.INVALID_REQUEST);

    /**
     * The outcome of a call that threw.
     *
     * @param error what was thrown
     * @return {@link #BLOCKED}, {@link #REJECTED} or {@link #FAILED}
     */
    public static CallOutcome of(LlmException error) {
        if (error.kind().equals(ErrorKind.CONTENT_FILTERED)) {
            return BLOCKED;
        }
        return REJECTIONS.contains(error.kind()) ? REJECTED : FAILED;
    }
}
