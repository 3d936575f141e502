package dev.portolan.evidence.recording;

import dev.portolan.chat.ChatModel;
import dev.portolan.spi.DecoratorProvider;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import java.nio.file.Files;
import java.util.List;

/**
 * Switches recording or replaying of a configured model on: {@code portolan.models.<name>.record=record}, {@code replay} or
 * {@code auto}, and {@code portolan.models.<name>.record.file}. With {@code live}, the default, neither happens.
 *
 * <p>{@code replay} reads the file when the model is first used, {@code auto} too where there is one; {@code auto} asks the model
 * for what the file does not have and records the answer.
 */
public final class RecordDecorator implements DecoratorProvider {

    /** For the service loader. */
    public RecordDecorator() {}

    @Override
    public String id() {
        return "record";
    }

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    @Override
    public Position position() {
        return Position.RECORD;
    }

    @Override
    public List<SettingSpec> settings() {
        return RecordingSettings.with(
                List.of(
                        SettingSpec.choice(
                                        "",
                                        List.of("live", "record", "replay", "auto"),
                                        "Whether calls are recorded, answered from recordings, or either as needed.")
                                .withDefault("live"),
                        RecordingSettings.FILE,
                        SettingSpec.of(
                                        "sample",
                                        SettingSpec.Type.DECIMAL,
                                        "The share of calls that is recorded, from 0 to 1.")
                                .withDefault("1"),
                        SettingSpec.choice(
                                        "media", List.of("hash", "keep", "drop"), "What is kept of the bytes of media.")
                                .withDefault("hash"),
                        SettingSpec.of("max-size", SettingSpec.Type.SIZE, "The size at which a file is put aside.")
                                .withDefault("64MB"),
                        SettingSpec.of("keep", SettingSpec.Type.INTEGER, "How many files that were put aside are kept.")
                                .withDefault(String.valueOf(Recorder.DEFAULT_KEEP)),
                        SettingSpec.of(
                                        "wire",
                                        SettingSpec.Type.BOOLEAN,
                                        "Whether calls that are recorded are recorded on the wire too.")
                                .withDefault("false"),
                        SettingSpec.of(
                                        "wire-max-body",
                                        SettingSpec.Type.SIZE,
                                        "How much is kept of a body that goes over the wire.")
                                .withDefault("1MB")),
                RecordingSettings.replaying());
    }

    @Override
    public ChatModel decorate(ChatModel model, String name, Settings settings) {
        RecordingSettings given = new RecordingSettings(settings);
        String mode = settings.string("");
        return switch (mode == null ? "live" : mode) {
            case "record" -> recording(model, name, given, sample(settings));
            case "replay" ->
                replay(given.recordings(), name, given)
                        .live(given.onMiss() == OnMiss.LENIENT ? model : null)
                        .onMiss(given.onMiss())
                        .build();
            case "auto" ->
                replay(
                                Files.exists(given.file())
                                        ? given.recordings()
                                        : new Recordings(List.of(), given.file().toString()),
                                name,
                                given)
                        .live(recording(model, name, given, 1))
                        .onMiss(OnMiss.LIVE)
                        .build();
            default -> model;
        };
    }

    private static ReplayChatModel.Builder replay(Recordings recordings, String name, RecordingSettings given) {
        return ReplayChatModel.builder(recordings)
                .name(name)
                .timing(given.timing())
                .redactor(given.redactor());
    }

    private static ChatModel recording(ChatModel model, String name, RecordingSettings given, double sample) {
        Recorder recorder = Recorder.builder(given.file())
                .redactor(given.redactor())
                .media(given.media())
                .sample(sample)
                .maxSize(given.maxSize())
                .keep(given.keep())
                .build();
        return new RecordingChatModel(model, name, recorder, given.wire() ? wire(given) : null);
    }

    private static WireRecorder wire(RecordingSettings given) {
        Long maxBody = given.settings().size("wire-max-body");
        return WireRecorder.builder(WireRecorder.beside(given.file()))
                .redactor(given.redactor())
                .media(given.media())
                .maxBody(maxBody != null ? maxBody : WireRecorder.DEFAULT_MAX_BODY)
                .maxSize(given.maxSize())
                .keep(given.keep())
                .build();
    }

    private static double sample(Settings settings) {
        Double sample = settings.decimal("sample");
        return sample != null ? sample : 1;
    }
}
