package dev.portolan.error;

import org.jspecify.annotations.Nullable;

/** The model failed so often lately that it is not called for a while. Wait, or configure a fallback. */
public final class CircuitOpen extends LlmException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure of kind {@link ErrorKind#CIRCUIT_OPEN}.
     *
     * @param details what is known of it
     * @param cause what led to it, or {@code null}
     */
    public CircuitOpen(ErrorDetails details, @Nullable Throwable cause) {
        super(ErrorKind.CIRCUIT_OPEN, details, cause);
    }
}
