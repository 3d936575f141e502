package dev.portolan.error;

import org.jspecify.annotations.Nullable;

/** The vendor failed or is overloaded (HTTP 5xx and the like). Try again later. */
public final class Unavailable extends LlmException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure of kind {@link ErrorKind#UNAVAILABLE}.
     *
     * @param details what is known of it
     * @param cause what led to it, or {@code null}
     */
    public Unavailable(ErrorDetails details, @Nullable Throwable cause) {
        super(ErrorKind.UNAVAILABLE, details, cause);
    }
}
