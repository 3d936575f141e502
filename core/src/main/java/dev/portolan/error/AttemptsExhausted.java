package dev.portolan.error;

import org.jspecify.annotations.Nullable;

/** The attempt budget of the call is used up; the cause is the last attempt's error. Look at the attempt trail. */
public final class AttemptsExhausted extends LlmException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure of kind {@link ErrorKind#ATTEMPTS_EXHAUSTED}.
     *
     * @param details what is known of it
     * @param cause what led to it, or {@code null}
     */
    public AttemptsExhausted(ErrorDetails details, @Nullable Throwable cause) {
        super(ErrorKind.ATTEMPTS_EXHAUSTED, details, cause);
    }
}
