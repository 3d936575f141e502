package dev.portolan.error;

import org.jspecify.annotations.Nullable;

/** The vendor, or something in its place, answered with what is not its wire format. Check that the address really is the vendor's API. */
public final class InvalidResponse extends LlmException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure of kind {@link ErrorKind#INVALID_RESPONSE}.
     *
     * @param details what is known of it
     * @param cause what led to it, or {@code null}
     */
    public InvalidResponse(ErrorDetails details, @Nullable Throwable cause) {
        super(ErrorKind.INVALID_RESPONSE, details, cause);
    }
}
