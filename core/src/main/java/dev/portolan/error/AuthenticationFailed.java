package dev.portolan.error;

import org.jspecify.annotations.Nullable;

/** The vendor does not know the key or token, or it has expired. Check the connection's credentials. */
public final class AuthenticationFailed extends LlmException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure of kind {@link ErrorKind#AUTHENTICATION}.
     *
     * @param details what is known of it
     * @param cause what led to it, or {@code null}
     */
    public AuthenticationFailed(ErrorDetails details, @Nullable Throwable cause) {
        super(ErrorKind.AUTHENTICATION, details, cause);
    }
}
