package dev.portolan.tool;

import dev.portolan.error.ErrorDetails;
import dev.portolan.error.LlmException;
import java.util.Objects;

/**
 * A loop ended before its end: the model failed, the loop was cancelled, or its deadline passed. The {@linkplain #getCause() cause}
 * is what happened; kind and details are its own. What had been done by then is in {@link #transcript()}: a run with its messages goes
 * on from there, and makes no call again whose result is in them.
 */
public final class ToolLoopFailed extends LlmException {

    private static final long serialVersionUID = 1L;

    private final transient ToolTranscript transcript;

    /**
     * A failure.
     *
     * @param cause what happened
     * @param transcript what had been done
     */
    public ToolLoopFailed(LlmException cause, ToolTranscript transcript) {
        this(cause, cause.details(), transcript);
    }

    private ToolLoopFailed(LlmException cause, ErrorDetails details, ToolTranscript transcript) {
        super(cause.kind(), details, cause);
        this.transcript = Objects.requireNonNull(transcript, "transcript");
    }

    /**
     * What had been done. A call that was running when the loop was stopped, and whose tool is not idempotent, has an error for a
     * result, which tells the model that its outcome is unknown.
     *
     * @return messages, usage, rounds
     */
    public ToolTranscript transcript() {
        return transcript;
    }

    @Override
    public LlmException withDetails(ErrorDetails changed) {
        LlmException cause = (LlmException) Objects.requireNonNull(getCause());
        ToolLoopFailed copy = new ToolLoopFailed(cause, changed, transcript);
        copy.setStackTrace(getStackTrace());
        for (Throwable suppressed : getSuppressed()) {
            copy.addSuppressed(suppressed);
        }
        return copy;
    }
}
