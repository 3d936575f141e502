package dev.portolan.azure;

import dev.portolan.chat.ModelInfo;
import dev.portolan.spi.ModelSettings;
import dev.portolan.wire.openai.EmbeddingsWire;
import dev.portolan.wire.openai.WireEmbeddingModel;

/** Embeddings of a deployment. */
final class AzureEmbeddingModel extends WireEmbeddingModel {

    AzureEmbeddingModel(
            AzureClient client, EmbeddingsWire wire, String deployment, ModelInfo info, ModelSettings settings) {
        super(client.endpoint(wire.path(), deployment, settings.model()), wire, info, settings);
    }
}
