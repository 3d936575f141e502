package dev.portolan.error;

import org.jspecify.annotations.Nullable;

/** The vendor blocked the prompt. A filtered answer is no error but a response. Change the prompt; the vendor's metadata tells the category. */
public final class ContentFiltered extends LlmException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure of kind {@link ErrorKind#CONTENT_FILTERED}.
     *
     * @param details what is known of it
     * @param cause what led to it, or {@code null}
     */
    public ContentFiltered(ErrorDetails details, @Nullable Throwable cause) {
        super(ErrorKind.CONTENT_FILTERED, details, cause);
    }
}
