package dev.portolan.error;

import org.jspecify.annotations.Nullable;

/** The call was cancelled by the application. Nothing; this was wanted. */
public final class Cancelled extends LlmException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure of kind {@link ErrorKind#CANCELLED}.
     *
     * @param details what is known of it
     * @param cause what led to it, or {@code null}
     */
    public Cancelled(ErrorDetails details, @Nullable Throwable cause) {
        super(ErrorKind.CANCELLED, details, cause);
    }
}
