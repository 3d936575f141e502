package dev.portolan.routing.route;

import dev.portolan.chat.ChatModel;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.spi.ModelProvider;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

/** A vendor without a wire, whose models a test makes; keeps its connections to see which are closed. */
final class StagedProvider implements ModelProvider {

    final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final BiFunction<String, Connection, ChatModel> models;

    /** Models by their id and connection. */
    StagedProvider(BiFunction<String, Connection, ChatModel> models) {
        this.models = models;
    }

    @Override
    public String id() {
        return "staged";
    }

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    @Override
    public List<SettingSpec> connectionSettings() {
        return List.of();
    }

    @Override
    public ProviderConnection connect(String connection, Settings settings) {
        Connection open = new Connection();
        connections.add(open);
        return open;
    }

    final class Connection implements ProviderConnection {
        volatile boolean closed;

        @Override
        public ChatModel chatModel(ModelSettings settings) {
            return models.apply(settings.model(), this);
        }

        @Override
        public EmbeddingModel embeddingModel(ModelSettings settings) {
            throw new IllegalArgumentException("model: no embeddings here");
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
