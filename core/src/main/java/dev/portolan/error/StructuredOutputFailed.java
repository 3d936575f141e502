package dev.portolan.error;

import org.jspecify.annotations.Nullable;

/** The answer does not fit the schema, also after repair. Simplify the schema, or choose a model that enforces it. */
public final class StructuredOutputFailed extends LlmException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure of kind {@link ErrorKind#STRUCTURED_OUTPUT}.
     *
     * @param details what is known of it
     * @param cause what led to it, or {@code null}
     */
    public StructuredOutputFailed(ErrorDetails details, @Nullable Throwable cause) {
        super(ErrorKind.STRUCTURED_OUTPUT, details, cause);
    }
}
