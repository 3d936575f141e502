package dev.portolan.error;

import org.jspecify.annotations.Nullable;

/** The vendor has no such model or deployment. Check the model's id in the configuration. */
public final class ModelNotFound extends LlmException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure of kind {@link ErrorKind#MODEL_NOT_FOUND}.
     *
     * @param details what is known of it
     * @param cause what led to it, or {@code null}
     */
    public ModelNotFound(ErrorDetails details, @Nullable Throwable cause) {
        super(ErrorKind.MODEL_NOT_FOUND, details, cause);
    }
}
