package dev.portolan.error;

import org.jspecify.annotations.Nullable;

/** The request asks for something that this model or provider cannot do, found before or by the vendor. Choose a model that can, or leave it out. */
public final class UnsupportedFeature extends LlmException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure of kind {@link ErrorKind#UNSUPPORTED_FEATURE}.
     *
     * @param details what is known of it
     * @param cause what led to it, or {@code null}
     */
    public UnsupportedFeature(ErrorDetails details, @Nullable Throwable cause) {
        super(ErrorKind.UNSUPPORTED_FEATURE, details, cause);
    }
}
