package dev.portolan.error;

import org.jspecify.annotations.Nullable;

/** Too many requests or tokens at this moment. Wait as told, or ask for a higher limit. */
public final class RateLimited extends LlmException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure of kind {@link ErrorKind#RATE_LIMITED}.
     *
     * @param details what is known of it
     * @param cause what led to it, or {@code null}
     */
    public RateLimited(ErrorDetails details, @Nullable Throwable cause) {
        super(ErrorKind.RATE_LIMITED, details, cause);
    }
}
