package dev.portolan.example.echo;

import dev.portolan.chat.ChatModel;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.spi.ModelProvider;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import java.util.List;
import java.util.Objects;

/**
 * A provider whose models repeat what they are told. It is written to be read by whoever wants to write a real one.
 *
 * <p>Step 1: implement {@link ModelProvider}, and name the class in {@code META-INF/services/dev.portolan.spi.ModelProvider}. The
 * jar on the class path is all that an application needs; there is nothing to register.
 */
public final class EchoProvider implements ModelProvider {

    /** What stands behind {@code portolan.models.<name>.provider}. */
    @Override
    public String id() {
        return "echo";
    }

    /** The compiler turns the constant into the number of the day, so that a loader of another time can tell. */
    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    /**
     * Step 2: say what may stand under {@code portolan.providers.echo.}. Misspelt keys, wrong types and missing settings are then
     * found at load, with file and line; none of that is written here. A key would be a setting of type {@code SECRET}.
     */
    @Override
    public List<SettingSpec> connectionSettings() {
        return List.of(SettingSpec.of("prefix", SettingSpec.Type.STRING, "What comes before each echo.")
                .withDefault("echo:"));
    }

    /** Step 3: open what all models of a connection share, such as an HTTP client. Nothing is sent yet. */
    @Override
    public ProviderConnection connect(String connection, Settings settings) {
        return new EchoConnection(Objects.requireNonNull(settings.string("prefix")));
    }

    /** Step 4: hand out models. Retries, logging and the like are put around them by the library. */
    record EchoConnection(String prefix) implements ProviderConnection {

        @Override
        public ChatModel chatModel(ModelSettings settings) {
            return new EchoChatModel(prefix, settings);
        }

        /** What a provider does not have it refuses here, in words that the user can act on. */
        @Override
        public EmbeddingModel embeddingModel(ModelSettings settings) {
            throw new IllegalArgumentException(
                    "The echo provider has no embeddings: choose another provider for " + settings.name());
        }

        @Override
        public void close() {
            // Called when the last call has ended; a real connection closes its client here.
        }
    }
}
