package dev.portolan.error;

import org.jspecify.annotations.Nullable;

/** A phase of the call or the whole call took too long. It is unknown whether the vendor worked. Allow more time, or find out why the vendor is slow. */
public final class TimedOut extends LlmException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure of kind {@link ErrorKind#TIMEOUT}.
     *
     * @param details what is known of it
     * @param cause what led to it, or {@code null}
     */
    public TimedOut(ErrorDetails details, @Nullable Throwable cause) {
        super(ErrorKind.TIMEOUT, details, cause);
    }

    /**
     * Which phase took too long.
     *
     * @return the phase; {@link TimeoutPhase#TOTAL} when it is not known
     */
    public TimeoutPhase phase() {
        TimeoutPhase phase = details().timeoutPhase();
        return phase == null ? TimeoutPhase.TOTAL : phase;
    }
}
