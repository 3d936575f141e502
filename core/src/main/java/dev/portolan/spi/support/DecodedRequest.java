package dev.portolan.spi.support;

import dev.portolan.chat.ChatRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request read from the wire.
 *
 * @param model the model asked, or {@code null} when the body names none (Azure's path does)
 * @param stream whether the answer was asked for piece by piece
 * @param request what is asked; fields that the nouns do not know are in its vendor options
 */
public record DecodedRequest(@Nullable String model, boolean stream, ChatRequest request) {

    /**
     * Checks the components.
     *
     * @param model as above
     * @param stream as above
     * @param request as above
     */
    public DecodedRequest {
        Objects.requireNonNull(request, "request");
    }
}
