package dev.portolan.evidence.recording;

import static dev.portolan.evidence.recording.ScriptedModel.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.Portolan;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.TextPart;
import dev.portolan.config.ConfigurationException;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.error.ReplayMiss;
import dev.portolan.spi.DecoratorProvider;
import dev.portolan.spi.ModelProvider;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordSettingsTest {

    private static final ChatRequest ASKED = ChatRequest.of("Where is order ON-778 of ann@example.org?");

    @TempDir
    Path folder;

    private Path file;
    private final ScriptedModel vendor =
            new ScriptedModel(request -> answer(new ReasoningPart("hm"), new TextPart("On its way")));

    @BeforeEach
    void place() {
        file = folder.resolve("calls.jsonl");
    }

    /** A vendor whose models are the script. */
    private final class Scripted implements ModelProvider {
        @Override
        public String id() {
            return "scripted";
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
            return new ProviderConnection() {
                @Override
                public ChatModel chatModel(ModelSettings of) {
                    return vendor;
                }

                @Override
                public EmbeddingModel embeddingModel(ModelSettings of) {
                    throw new IllegalArgumentException("no embeddings");
                }

                @Override
                public void close() {
                    // Nothing was opened.
                }
            };
        }
    }

    private Portolan.Builder assistant(String... settings) {
        Portolan.Builder builder = Portolan.builder()
                .isolated()
                .extension(new Scripted())
                .extension(new RecordDecorator())
                .extension(new ReplayProvider())
                .property("portolan.models.assistant.provider", "scripted")
                .property("portolan.models.assistant.model", "m");
        for (int i = 0; i < settings.length; i += 2) {
            builder.property("portolan.models.assistant." + settings[i], settings[i + 1]);
        }
        return builder;
    }

    private String ask(Portolan.Builder builder) {
        try (Portolan portolan = builder.build()) {
            return portolan.chatModel("assistant").chat(ASKED).text();
        }
    }

    @Test
    void bothAreFoundAsServices() {
        assertThat(ServiceLoader.load(DecoratorProvider.class)).anyMatch(RecordDecorator.class::isInstance);
        assertThat(ServiceLoader.load(ModelProvider.class)).anyMatch(ReplayProvider.class::isInstance);
    }

    @Test
    void nothingIsRecordedUnlessAsked() {
        ask(assistant());
        ask(assistant("record", "live", "record.file", file.toString()));

        assertThat(file).doesNotExist();
        assertThat(vendor.calls()).isEqualTo(2);
    }

    @Test
    void whatWasRecordedIsReplayedWithoutTheVendor() throws IOException {
        ask(assistant(
                "record",
                "record",
                "record.file",
                file.toString(),
                "record.sample",
                "1",
                "record.media",
                "keep",
                "record.max-size",
                "1MB",
                "record.keep",
                "3",
                "record.redact-pattern.order",
                "ON-\\d+"));
        assertThat(Files.readString(file)).contains("Where is order [order] of [e-mail]?");

        Portolan.Builder replay =
                assistant("record", "replay", "record.file", file.toString(), "record.redact-pattern.order", "ON-\\d+");
        assertThat(ask(replay)).isEqualTo("On its way");
        assertThat(vendor.calls()).isEqualTo(1);
        assertThatThrownBy(() -> ask(assistant("record", "replay", "record.file", file.toString())))
                .as("without the pattern the request is another one")
                .isInstanceOf(ReplayMiss.class);
    }

    @Test
    void autoCallsTheVendorOnceAndRecordsIt() {
        Portolan.Builder auto = assistant("record", "auto", "record.file", file.toString());

        assertThat(ask(auto)).isEqualTo("On its way");
        assertThat(ask(auto)).isEqualTo("On its way");

        assertThat(vendor.calls()).isEqualTo(1);
        assertThat(Recordings.read(file).list()).hasSize(1);
        try (Portolan portolan = auto.build()) {
            ChatModel model = portolan.chatModel("assistant");
            model.chat(ASKED);
            model.chat(ASKED);
            model.chat(ASKED);
        }
        assertThat(vendor.calls()).as("the second and third time are new").isEqualTo(3);
        assertThat(Recordings.read(file).list()).hasSize(3);
    }

    @Test
    void aLenientReplayGoesToTheVendorForWhatIsUnknown() throws IOException {
        Files.createFile(file);

        assertThat(ask(assistant(
                        "record",
                        "replay",
                        "record.file",
                        file.toString(),
                        "record.on-miss",
                        "lenient",
                        "record.timing",
                        "recorded")))
                .isEqualTo("On its way");
        assertThat(Files.size(file)).isZero();
    }

    @Test
    void redactionCanBeSwitchedOff() throws IOException {
        ask(assistant("record", "record", "record.file", file.toString(), "record.redact", "false"));

        assertThat(Files.readString(file)).contains("of ann@example.org?");
    }

    @Test
    void whatDoesNotFitIsSaidWithTheSetting() throws IOException {
        assertThatThrownBy(() -> ask(assistant("record", "record")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("portolan.models.assistant.record")
                .hasMessageContaining("file: is missing");
        assertThatThrownBy(() -> ask(assistant("record", "replay", "record.file", file.toString())))
                .hasMessageContaining("there is no such file");
        assertThatThrownBy(() -> ask(assistant("record", "record", "record.file", "a\0b")))
                .hasMessageContaining("file: is no path");
        assertThatThrownBy(() -> ask(
                        assistant("record", "record", "record.file", file.toString(), "record.redact-pattern.x", "(")))
                .hasMessageContaining("redact-pattern.x: is no regular expression");
        Files.writeString(file, "{}\n");
        assertThatThrownBy(() -> ask(assistant("record", "auto", "record.file", file.toString())))
                .hasMessageContaining("calls.jsonl, line 1: is no recording");
        assertThatThrownBy(() -> ask(assistant("record", "rewind"))).hasMessageContaining("rewind");
    }

    @Test
    void aReplayIsAProviderToo() {
        ask(assistant("record", "record", "record.file", file.toString()));

        Portolan.Builder replay = Portolan.builder()
                .isolated()
                .extension(new ReplayProvider())
                .extension(new RecordDecorator())
                .property("portolan.providers.replay.file", file.toString())
                .property("portolan.models.assistant.provider", "replay")
                .property("portolan.models.assistant.model", "assistant")
                .property("portolan.models.all.provider", "replay")
                .property("portolan.models.all.model", "any")
                .property("portolan.models.other.provider", "replay")
                .property("portolan.models.other.model", "other");
        try (Portolan portolan = replay.build()) {
            assertThat(portolan.chatModel("assistant").chat(ASKED).text()).isEqualTo("On its way");
            assertThat(portolan.chatModel("all").chat(ASKED).text()).isEqualTo("On its way");
            assertThat(portolan.chatModel("all").info().provider()).isEqualTo("replay");
            assertThatThrownBy(() -> portolan.chatModel("other").chat(ASKED)).isInstanceOf(ReplayMiss.class);
            assertThatThrownBy(
                            () -> portolan.embeddingModel("all").embed(dev.portolan.embedding.EmbeddingRequest.of("a")))
                    .hasMessageContaining("hold no embeddings");
        }
        assertThat(vendor.calls()).isEqualTo(1);
    }
}
