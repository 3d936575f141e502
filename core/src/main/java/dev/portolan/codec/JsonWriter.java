package dev.portolan.codec;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes canonical JSON: no white space, the shortest escapes, and half a surrogate pair escaped, so that every Java string
 * survives UTF-8. Written by hand because equal nouns must give equal bytes under every version of Java and Jackson.
 */
final class JsonWriter {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder out = new StringBuilder(256);
    private final Limits limits;
    private boolean comma;
    private int depth;

    JsonWriter(Limits limits) {
        this.limits = limits;
    }

    String text() {
        if (out.length() > limits.documentChars()) {
            throw new IllegalArgumentException(
                    "The document would be longer than the " + limits.documentChars() + " characters that are read");
        }
        return out.toString();
    }

    JsonWriter object() {
        begin('{');
        return this;
    }

    JsonWriter endObject() {
        return end('}');
    }

    JsonWriter array() {
        begin('[');
        return this;
    }

    JsonWriter endArray() {
        return end(']');
    }

    private void begin(char bracket) {
        if (++depth > limits.depth()) {
            throw new IllegalArgumentException("Nested deeper than the " + limits.depth()
                    + " levels that are read: tool results within tool results");
        }
        separate();
        out.append(bracket);
        comma = false;
    }

    private JsonWriter end(char bracket) {
        depth--;
        out.append(bracket);
        comma = true;
        return this;
    }

    JsonWriter name(String name) {
        separate();
        quote(name);
        out.append(':');
        comma = false;
        return this;
    }

    JsonWriter string(String value) {
        if (value.length() > limits.stringChars()) {
            throw new IllegalArgumentException(
                    "A text or media is longer than the " + limits.stringChars() + " characters that are read");
        }
        separate();
        quote(value);
        return this;
    }

    JsonWriter word(Enum<?> value) {
        return string(wordOf(value));
    }

    JsonWriter number(long value) {
        return literal(Long.toString(value));
    }

    /** Jackson's algorithm gives the shortest digits on every Java version; {@code Double.toString} does so from 19 on only. */
    JsonWriter number(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("JSON has no infinite numbers and no NaN");
        }
        return literal(NumberOutput.toString(value, true));
    }

    JsonWriter field(String name, @Nullable String value) {
        return value == null ? this : name(name).string(value);
    }

    JsonWriter field(String name, @Nullable Long value) {
        return value == null ? this : name(name).number(value);
    }

    JsonWriter field(String name, @Nullable Integer value) {
        return value == null ? this : name(name).number(value.longValue());
    }

    JsonWriter field(String name, @Nullable Double value) {
        return value == null ? this : name(name).number(value.doubleValue());
    }

    JsonWriter field(String name, @Nullable Boolean value) {
        return value == null ? this : name(name).literal(value.toString());
    }

    JsonWriter field(String name, @Nullable Enum<?> value) {
        return value == null ? this : name(name).word(value);
    }

    /** For times, which have one canonical text. */
    JsonWriter textOf(String name, @Nullable Object value) {
        return value == null ? this : name(name).string(value.toString());
    }

    /** A switch that is off when it is absent. */
    JsonWriter mark(String name, boolean value) {
        return value ? name(name).literal("true") : this;
    }

    <T> JsonWriter field(String name, @Nullable T value, BiConsumer<JsonWriter, T> body) {
        if (value != null) {
            name(name);
            body.accept(this, value);
        }
        return this;
    }

    <T> JsonWriter list(String name, Collection<? extends T> values, BiConsumer<JsonWriter, T> body) {
        name(name).array();
        for (T value : values) {
            body.accept(this, value);
        }
        return endArray();
    }

    <T> JsonWriter listIfAny(String name, Collection<? extends T> values, BiConsumer<JsonWriter, T> body) {
        return values.isEmpty() ? this : list(name, values, body);
    }

    /** Keys in their natural order: a map has none of its own that equal maps would share. */
    JsonWriter texts(String name, Map<String, String> texts) {
        if (!texts.isEmpty()) {
            name(name).object();
            texts.keySet().forEach(JsonWriter::requireReadable);
            new TreeMap<>(texts).forEach(this::field);
            endObject();
        }
        return this;
    }

    /** The text of what was read, written again. */
    JsonWriter value(Json json) {
        if (json instanceof Json.Obj object) {
            object();
            object.fields().forEach((name, value) -> name(name).value(value));
            return endObject();
        } else if (json instanceof Json.Arr array) {
            array();
            array.items().forEach(this::value);
            return endArray();
        } else if (json instanceof Json.Text text) {
            return string(text.value());
        } else if (json instanceof Json.Num number) {
            return literal(number.text());
        } else if (json instanceof Json.Bool bool) {
            return literal(Boolean.toString(bool.value()));
        }
        return literal("null");
    }

    static String wordOf(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void requireReadable(String name) {
        if (name.length() > Limits.NAME_CHARS) {
            throw new IllegalArgumentException(
                    "A name is longer than the " + Limits.NAME_CHARS + " characters that are read");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            throw new IllegalArgumentException("A name holds half a surrogate pair, which is not read");
        }
    }

    private JsonWriter literal(String text) {
        separate();
        out.append(text);
        return this;
    }

    private void separate() {
        if (comma) {
            out.append(',');
        }
        comma = true;
    }

    private void quote(String value) {
        out.append('"');
        int plain = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
                continue;
            }
            out.append(value, plain, i);
            plain = i + 1;
            escape(c);
        }
        out.append(value, plain, value.length()).append('"');
    }

    private void escape(char c) {
        switch (c) {
            case '"', '\\' -> out.append('\\').append(c);
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            default ->
                out.append("\\u")
                        .append(HEX[c >> 12])
                        .append(HEX[c >> 8 & 15])
                        .append(HEX[c >> 4 & 15])
                        .append(HEX[c & 15]);
        }
    }
}
