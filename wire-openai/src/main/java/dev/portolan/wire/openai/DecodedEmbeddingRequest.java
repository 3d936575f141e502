package dev.portolan.wire.openai;

import dev.portolan.embedding.EmbeddingRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An embedding request read from the wire.
 *
 * @param model the model asked, or {@code null} when the body names none
 * @param request what is asked
 */
public record DecodedEmbeddingRequest(@Nullable String model, EmbeddingRequest request) {

    /**
     * Checks the components.
     *
     * @param model as above
     * @param request as above
     */
    public DecodedEmbeddingRequest {
        Objects.requireNonNull(request, "request");
    }
}
