package dev.portolan.logging;

import dev.portolan.chat.ChatModel;
import dev.portolan.spi.DecoratorProvider;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import dev.portolan.spi.support.PatternRedactor;
import dev.portolan.spi.support.Redactor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Logging by configuration: {@code portolan.models.<name>.logging=off|metadata|bodies}. Off by default. */
public final class LoggingDecorator implements DecoratorProvider {

    /** For {@link java.util.ServiceLoader}. */
    public LoggingDecorator() {}

    @Override
    public String id() {
        return "logging";
    }

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    @Override
    public Position position() {
        return Position.TELEMETRY;
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(
                SettingSpec.choice("", List.of("off", "metadata", "bodies"), "How much of each call is logged.")
                        .withDefault("off"),
                SettingSpec.of(
                                "max-length",
                                SettingSpec.Type.INTEGER,
                                "How many characters of a request and of an answer are logged.")
                        .withDefault(String.valueOf(LoggingChatModel.DEFAULT_MAX_LENGTH)),
                SettingSpec.of(
                        "redact-pattern",
                        SettingSpec.Type.MAP,
                        "Further regular expressions to take out of bodies, each under a name that stands in its place."));
    }

    @Override
    public ChatModel decorate(ChatModel model, String name, Settings settings) {
        String detail = settings.string("");
        if (detail == null || detail.equals("off")) {
            return model;
        }
        Long maxLength = settings.integer("max-length");
        return new LoggingChatModel(
                model,
                name,
                LogDetail.valueOf(detail.toUpperCase(Locale.ROOT)),
                Redactor.standard().andThen(PatternRedactor.of(patterns(settings.map("redact-pattern")))),
                maxLength != null ? Math.toIntExact(maxLength) : LoggingChatModel.DEFAULT_MAX_LENGTH);
    }

    private static Map<String, Pattern> patterns(Map<String, String> expressions) {
        Map<String, Pattern> patterns = new LinkedHashMap<>();
        expressions.forEach((name, expression) -> {
            try {
                patterns.put(name, Pattern.compile(expression));
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException("redact-pattern." + name + ": is no regular expression", e);
            }
        });
        return patterns;
    }
}
