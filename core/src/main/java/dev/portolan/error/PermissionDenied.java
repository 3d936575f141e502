package dev.portolan.error;

import org.jspecify.annotations.Nullable;

/** The key is known but may not do this: no access to the model, the project or the region. Ask for access, or choose a model the account may use. */
public final class PermissionDenied extends LlmException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure of kind {@link ErrorKind#PERMISSION}.
     *
     * @param details what is known of it
     * @param cause what led to it, or {@code null}
     */
    public PermissionDenied(ErrorDetails details, @Nullable Throwable cause) {
        super(ErrorKind.PERMISSION, details, cause);
    }
}
