package dev.portolan.error;

import org.jspecify.annotations.Nullable;

/** A stream broke off, or ended without the vendor's end marker. What had come so far is in the exception. Ask again, or use the partial answer knowingly. */
public final class StreamInterrupted extends LlmException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure of kind {@link ErrorKind#STREAM_INTERRUPTED}.
     *
     * @param details what is known of it
     * @param cause what led to it, or {@code null}
     */
    public StreamInterrupted(ErrorDetails details, @Nullable Throwable cause) {
        super(ErrorKind.STREAM_INTERRUPTED, details, cause);
    }
}
