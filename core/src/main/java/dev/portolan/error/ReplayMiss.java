package dev.portolan.error;

import org.jspecify.annotations.Nullable;

/** A replayed recording has no answer for the request. Record again. */
public final class ReplayMiss extends LlmException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure of kind {@link ErrorKind#REPLAY_MISS}.
     *
     * @param details what is known of it
     * @param cause what led to it, or {@code null}
     */
    public ReplayMiss(ErrorDetails details, @Nullable Throwable cause) {
        super(ErrorKind.REPLAY_MISS, details, cause);
    }
}
