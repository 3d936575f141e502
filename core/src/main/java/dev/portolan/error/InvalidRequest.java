package dev.portolan.error;

import org.jspecify.annotations.Nullable;

/** The vendor found the request wrong; sending it again fails again. Read the vendor's code and fix the request. */
public final class InvalidRequest extends LlmException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure of kind {@link ErrorKind#INVALID_REQUEST}.
     *
     * @param details what is known of it
     * @param cause what led to it, or {@code null}
     */
    public InvalidRequest(ErrorDetails details, @Nullable Throwable cause) {
        super(ErrorKind.INVALID_REQUEST, details, cause);
    }
}
