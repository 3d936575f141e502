package dev.portolan.error;

import org.jspecify.annotations.Nullable;

/** Prompt and answer do not fit the model's context window. Shorten the conversation or choose a model with a larger window. */
public final class ContextLengthExceeded extends LlmException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure of kind {@link ErrorKind#CONTEXT_LENGTH}.
     *
     * @param details what is known of it
     * @param cause what led to it, or {@code null}
     */
    public ContextLengthExceeded(ErrorDetails details, @Nullable Throwable cause) {
        super(ErrorKind.CONTEXT_LENGTH, details, cause);
    }
}
