package dev.portolan.routing.rollout;

import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;

/** A failure of the target that the source is asked after, although its kind alone would end the call. Never reaches a caller. */
final class ReplayableFailure extends LlmException {

    private static final long serialVersionUID = 1L;

    private final transient LlmException original;

    private ReplayableFailure(LlmException original, ErrorDetails details) {
        super(new ErrorKind(original.kind().id(), original.kind().retryable(), true), details, original.getCause());
        this.original = original;
        setStackTrace(original.getStackTrace());
    }

    static ReplayableFailure of(LlmException original) {
        return new ReplayableFailure(original, original.details());
    }

    /** What the target threw. */
    LlmException original() {
        return original;
    }

    @Override
    public LlmException withDetails(ErrorDetails changed) {
        return original.withDetails(changed);
    }
}
