package dev.portolan.embedding;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ModelInfo;

/**
 * Turns texts into vectors. Implementations are thread-safe; what goes wrong is an {@code LlmException}. More texts than the
 * vendor takes at once are sent in several batches, and the order is kept.
 */
public interface EmbeddingModel {

    /**
     * Embeds texts.
     *
     * @param request the texts
     * @param context what belongs to the call
     * @return one vector for each text, in the order of the texts
     */
    EmbeddingResponse embed(EmbeddingRequest request, CallContext context);

    /**
     * Who answers. Calls nothing.
     *
     * @return the description
     */
    ModelInfo info();

    /**
     * Embeds texts with nothing set for the call.
     *
     * @param request the texts
     * @return one vector for each text, in the order of the texts
     */
    default EmbeddingResponse embed(EmbeddingRequest request) {
        return embed(request, CallContext.EMPTY);
    }
}
