package dev.portolan.error;

import org.jspecify.annotations.Nullable;

/** The account's money or quota is used up; waiting a moment does not help. Raise the quota or pay. */
public final class QuotaExhausted extends LlmException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure of kind {@link ErrorKind#QUOTA_EXHAUSTED}.
     *
     * @param details what is known of it
     * @param cause what led to it, or {@code null}
     */
    public QuotaExhausted(ErrorDetails details, @Nullable Throwable cause) {
        super(ErrorKind.QUOTA_EXHAUSTED, details, cause);
    }
}
