package dev.portolan.spi.support;

import dev.portolan.chat.ModelInfo;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.LlmException;
import org.jspecify.annotations.Nullable;

/** Names the model a failure comes from, which those who found it (transport, wire) do not know. */
public final class ErrorOrigin {

    private ErrorOrigin() {}

    /**
     * The same failure with its origin.
     *
     * @param failure what went wrong
     * @param info the model that was called
     * @param requestId the vendor's id of the HTTP request, or {@code null}
     * @return a failure that names provider and model as they were called, whatever the vendor calls them
     */
    public static LlmException of(LlmException failure, ModelInfo info, @Nullable String requestId) {
        return failure.withDetails(complete(failure.details().toBuilder(), failure, info, requestId)
                .build());
    }

    static ErrorDetails.Builder complete(
            ErrorDetails.Builder details, LlmException failure, ModelInfo info, @Nullable String requestId) {
        details.provider(info.provider()).model(info.model());
        if (failure.requestId() == null) {
            details.requestId(requestId);
        }
        return details;
    }
}
