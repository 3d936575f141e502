package dev.portolan.spi;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One setting that may stand in the configuration: its name, form and meaning. What is not specified is refused.
 *
 * @param name the key's last part in lower case with hyphens, such as {@code api-key}; of type {@link Type#MAP}, the prefix of
 *     keys with free names
 * @param type the form of its value
 * @param required whether it must be given
 * @param defaultValue what holds when it is not given, or {@code null} for nothing
 * @param values the values allowed for {@link Type#CHOICE}, else empty
 * @param description what it means, in one sentence, for the documentation
 */
public record SettingSpec(
        String name,
        Type type,
        boolean required,
        @Nullable String defaultValue,
        List<String> values,
        String description) {

    /** The forms of values. */
    public enum Type {
        /** Any text. */
        STRING,
        /** A whole number. */
        INTEGER,
        /** A decimal number. */
        DECIMAL,
        /** {@code true} or {@code false}. */
        BOOLEAN,
        /** A time such as {@code 30s}, {@code 500ms}, {@code 2m}, {@code 1h}, or ISO 8601. */
        DURATION,
        /** A number of bytes such as {@code 512KB} or {@code 10MB}. */
        SIZE,
        /** An absolute address. Plain {@code http} is allowed to loopback only, unless {@code allow-http=true} stands beside it. */
        URI,
        /** Texts separated by commas; {@code \,} is a comma within one. */
        LIST,
        /** One of a few words. */
        CHOICE,
        /** A JSON object. */
        JSON,
        /** A value never to be printed; may be {@code secret:<source>:<reference>}. */
        SECRET,
        /** Any number of keys {@code <name>.<anything>} with text values. */
        MAP
    }

    /**
     * Checks the components.
     *
     * @param name as above
     * @param type as above
     * @param required as above
     * @param defaultValue as above
     * @param values as above
     * @param description as above
     */
    public SettingSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        values = List.copyOf(values);
        Objects.requireNonNull(description, "description");
    }

    /**
     * An optional setting without default.
     *
     * @param name the key's last part
     * @param type the form of its value
     * @param description what it means, in one sentence
     * @return the specification
     */
    public static SettingSpec of(String name, Type type, String description) {
        return new SettingSpec(name, type, false, null, List.of(), description);
    }

    /**
     * An optional setting of a few words.
     *
     * @param name the key's last part
     * @param values the words allowed
     * @param description what it means, in one sentence
     * @return the specification
     */
    public static SettingSpec choice(String name, List<String> values, String description) {
        return new SettingSpec(name, Type.CHOICE, false, null, values, description);
    }

    /**
     * The same setting, which must be given.
     *
     * @return a specification
     */
    public SettingSpec mandatory() {
        return new SettingSpec(name, type, true, defaultValue, values, description);
    }

    /**
     * The same setting with a default.
     *
     * @param value what holds when it is not given, in the form it would have in a file
     * @return a specification
     */
    public SettingSpec withDefault(String value) {
        return new SettingSpec(name, type, required, value, values, description);
    }
}
