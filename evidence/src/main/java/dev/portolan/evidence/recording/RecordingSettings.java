package dev.portolan.evidence.recording;

import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.support.PatternRedactor;
import dev.portolan.spi.support.Redactor;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** The settings that the decorator and the provider share. */
record RecordingSettings(Settings settings) {

    static final SettingSpec FILE = SettingSpec.of(
            "file",
            SettingSpec.Type.STRING,
            "The file of recordings; a relative path counts from the working directory.");

    static List<SettingSpec> replaying() {
        return List.of(
                SettingSpec.choice(
                                "on-miss",
                                List.of("strict", "lenient"),
                                "Whether a replayed request without a recording fails or goes to the model.")
                        .withDefault("strict"),
                SettingSpec.choice(
                                "timing",
                                List.of("instant", "recorded"),
                                "Whether a replay answers at once or as fast as it was recorded.")
                        .withDefault("instant"),
                SettingSpec.of("redact", SettingSpec.Type.BOOLEAN, "Whether secrets and personal data are taken out.")
                        .withDefault("true"),
                SettingSpec.of(
                        "redact-pattern",
                        SettingSpec.Type.MAP,
                        "Further regular expressions to take out, each under a name that stands in its place."));
    }

    static List<SettingSpec> with(List<SettingSpec> first, List<SettingSpec> second) {
        List<SettingSpec> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }

    Path file() {
        String file = settings.string("file");
        if (file == null || file.isBlank()) {
            throw new IllegalArgumentException("file: is missing: where are the recordings?");
        }
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("file: is no path", e);
        }
    }

    Recordings recordings() {
        try {
            return Recordings.read(file());
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException("file: " + e.getMessage(), e);
        }
    }

    OnMiss onMiss() {
        return choice(OnMiss.class, "on-miss", OnMiss.STRICT);
    }

    ReplayTiming timing() {
        return choice(ReplayTiming.class, "timing", ReplayTiming.INSTANT);
    }

    MediaRetention media() {
        return choice(MediaRetention.class, "media", MediaRetention.HASH);
    }

    long maxSize() {
        Long maxSize = settings.size("max-size");
        return maxSize != null ? maxSize : Recorder.DEFAULT_MAX_SIZE;
    }

    int keep() {
        Long keep = settings.integer("keep");
        return keep != null ? (int) Math.max(-1, Math.min(keep, Integer.MAX_VALUE)) : Recorder.DEFAULT_KEEP;
    }

    boolean wire() {
        return Boolean.TRUE.equals(settings.bool("wire"));
    }

    <E extends Enum<E>> E choice(Class<E> type, String setting, E usual) {
        String word = settings.string(setting);
        return word == null
                ? usual
                : Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** The standard one, then those that are found as services, then the patterns; null when nothing is taken out. */
    @Nullable
    Redactor redactor() {
        if (Boolean.FALSE.equals(settings.bool("redact"))) {
            return null;
        }
        Redactor redactor = Redactor.standard();
        for (Redactor found : ServiceLoader.load(Redactor.class)) {
            redactor = redactor.andThen(found);
        }
        Map<String, Pattern> patterns = new LinkedHashMap<>();
        settings.map("redact-pattern").forEach((name, expression) -> {
            try {
                patterns.put(name, Pattern.compile(expression));
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException("redact-pattern." + name + ": is no regular expression", e);
            }
        });
        return patterns.isEmpty() ? redactor : redactor.andThen(PatternRedactor.of(patterns));
    }
}
