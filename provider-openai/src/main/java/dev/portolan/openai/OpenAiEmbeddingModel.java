package dev.portolan.openai;

import dev.portolan.chat.ModelInfo;
import dev.portolan.spi.ModelSettings;
import dev.portolan.wire.openai.EmbeddingsWire;
import dev.portolan.wire.openai.WireEmbeddingModel;

/** Embeddings of OpenAI, or of a server that speaks its protocol. */
final class OpenAiEmbeddingModel extends WireEmbeddingModel {

    OpenAiEmbeddingModel(OpenAiClient client, EmbeddingsWire wire, ModelInfo info, ModelSettings settings) {
        super(client.endpoint(wire.path(), settings.model()), wire, info, settings);
    }
}
