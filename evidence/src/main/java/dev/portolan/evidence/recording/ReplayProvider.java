package dev.portolan.evidence.recording;

import dev.portolan.chat.ChatModel;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.spi.ModelProvider;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import java.util.List;

/**
 * Models that answer from a file of recordings, without network and keys: {@code provider=replay}, {@code
 * portolan.providers.replay.file}. The model's id is the name that was recorded, or {@code any} for all recordings of the file.
 * The file is read when the first model on the connection is used.
 */
public final class ReplayProvider implements ModelProvider {

    /** The id of the model that answers with all recordings of the file. */
    public static final String ANY = "any";

    /** For the service loader. */
    public ReplayProvider() {}

    @Override
    public String id() {
        return "replay";
    }

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    @Override
    public List<SettingSpec> connectionSettings() {
        return RecordingSettings.with(List.of(RecordingSettings.FILE.mandatory()), RecordingSettings.replaying());
    }

    @Override
    public ProviderConnection connect(String connection, Settings settings) {
        RecordingSettings given = new RecordingSettings(settings);
        return new Connection(given, given.recordings());
    }

    private record Connection(RecordingSettings given, Recordings recordings) implements ProviderConnection {

        @Override
        public ChatModel chatModel(ModelSettings settings) {
            return ReplayChatModel.builder(recordings)
                    .name(settings.model().equals(ANY) ? null : settings.model())
                    .onMiss(given.onMiss())
                    .timing(given.timing())
                    .redactor(given.redactor())
                    .build();
        }

        @Override
        public EmbeddingModel embeddingModel(ModelSettings settings) {
            throw new IllegalArgumentException("model: recordings hold no embeddings");
        }

        @Override
        public void close() {
            // Everything was read at once.
        }
    }
}
