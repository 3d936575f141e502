package dev.portolan.spi;

import dev.portolan.chat.ChatModel;
import dev.portolan.embedding.EmbeddingModel;

/** A client of one vendor endpoint, shared by the models on it. Thread-safe. */
public interface ProviderConnection extends AutoCloseable {

    /**
     * A chat model on this connection, without retries or other decorators: those are added by the library.
     *
     * @param settings which model, and its defaults
     * @return the model; sends nothing yet
     * @throws IllegalArgumentException when the settings do not fit the provider; the message names the setting
     */
    ChatModel chatModel(ModelSettings settings);

    /**
     * An embedding model on this connection.
     *
     * @param settings which model
     * @return the model; sends nothing yet
     * @throws IllegalArgumentException when the provider has no embeddings, or the settings do not fit
     */
    EmbeddingModel embeddingModel(ModelSettings settings);

    /** Gives back sockets and threads. Called once, when no call is in flight or a shutdown has waited long enough for those that are. */
    @Override
    void close();
}
