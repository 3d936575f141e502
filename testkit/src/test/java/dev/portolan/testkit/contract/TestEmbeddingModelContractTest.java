package dev.portolan.testkit.contract;

import dev.portolan.chat.ChatModel;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.testkit.model.TestEmbeddingModel;

/** So does a double of an embedding model. */
class TestEmbeddingModelContractTest extends EmbeddingModelContract {

    @Override
    protected String name() {
        return "test-embeddings";
    }

    @Override
    protected String model() {
        return "test";
    }

    @Override
    protected ProviderConnection connect(String apiKey) {
        return new ProviderConnection() {
            @Override
            public ChatModel chatModel(ModelSettings settings) {
                throw new IllegalArgumentException("no chat");
            }

            @Override
            public EmbeddingModel embeddingModel(ModelSettings settings) {
                return new TestEmbeddingModel();
            }

            @Override
            public void close() {}
        };
    }
}
