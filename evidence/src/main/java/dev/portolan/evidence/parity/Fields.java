package dev.portolan.evidence.parity;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an object that is read. What is wrong is told by its place and quoted nowhere.
 *
 * @param node the object
 * @param path where it stands
 */
record Fields(JsonNode node, String path) {

    Fields {
        if (!node.isObject()) {
            throw new IllegalArgumentException(path + ": must be an object");
        }
    }

    boolean has(String name) {
        return node.hasNonNull(name);
    }

    private JsonNode get(String name) {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            throw wrong(name, "is missing");
        }
        return value;
    }

    IllegalArgumentException wrong(String name, String rule) {
        return new IllegalArgumentException(path + "." + name + ": " + rule);
    }

    private JsonNode get(String name, boolean holds, String what) {
        if (!holds) {
            throw wrong(name, "must be " + what);
        }
        return get(name);
    }

    String text(String name) {
        return get(name, get(name).isTextual(), "text").textValue();
    }

    @Nullable
    String textOrNull(String name) {
        return has(name) ? text(name) : null;
    }

    boolean truth(String name) {
        return get(name, get(name).isBoolean(), "true or false").booleanValue();
    }

    int whole(String name) {
        return get(name, get(name).isIntegralNumber() && get(name).canConvertToInt(), "a whole number of 32 bits")
                .intValue();
    }

    long large(String name) {
        return get(name, get(name).isIntegralNumber() && get(name).canConvertToLong(), "a whole number of 64 bits")
                .longValue();
    }

    double number(String name) {
        return get(name, get(name).isNumber(), "a number").doubleValue();
    }

    /** What null stands for depends on the field. */
    double number(String name, double absent) {
        return has(name) ? number(name) : absent;
    }

    @Nullable
    Double numberOrNull(String name) {
        return has(name) ? number(name) : null;
    }

    OptionalDouble optionalNumber(String name) {
        return has(name) ? OptionalDouble.of(number(name)) : OptionalDouble.empty();
    }

    OptionalInt optionalWhole(String name) {
        return has(name) ? OptionalInt.of(whole(name)) : OptionalInt.empty();
    }

    Instant instant(String name) {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException e) {
            // Its message quotes the text.
            throw wrong(name, "must be a time such as 2026-01-01T00:00:00Z");
        }
    }

    <E extends Enum<E>> E word(String name, Class<E> type) {
        String found = text(name);
        for (E one : type.getEnumConstants()) {
            if (word(one).equals(found)) {
                return one;
            }
        }
        throw wrong(name, "must be one of " + String.join(", ", words(type)));
    }

    private static <E extends Enum<E>> List<String> words(Class<E> type) {
        List<String> words = new ArrayList<>();
        for (E one : type.getEnumConstants()) {
            words.add(word(one));
        }
        return words;
    }

    /** HARD_BREAK as hard-break. */
    static String word(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Fields object(String name) {
        return new Fields(get(name), path + "." + name);
    }

    <T> @Nullable T objectOrNull(String name, Function<Fields, T> read) {
        return has(name) ? read.apply(object(name)) : null;
    }

    /** The JSON of a field that has a format of its own. */
    String json(String name) {
        return get(name).toString();
    }

    /** Reads a field that has a format of its own, and tells where it went wrong. */
    <T> T document(String name, Function<String, T> read) {
        try {
            return read.apply(json(name));
        } catch (IllegalArgumentException e) {
            throw wrong(name, String.valueOf(e.getMessage()));
        }
    }

    <T> List<T> list(String name, Function<Fields, T> read) {
        JsonNode list = get(name, get(name).isArray(), "a list");
        List<T> items = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            items.add(read.apply(new Fields(list.get(i), path + "." + name + "[" + i + "]")));
        }
        return items;
    }

    List<String> texts(String name) {
        JsonNode list = get(name, get(name).isArray(), "a list");
        List<String> items = new ArrayList<>(list.size());
        for (JsonNode item : list) {
            if (!item.isTextual()) {
                throw wrong(name, "must hold texts");
            }
            items.add(item.textValue());
        }
        return items;
    }

    <T> Map<String, T> map(String name, Function<JsonNode, @Nullable T> read) {
        JsonNode object = get(name, get(name).isObject(), "an object");
        Map<String, T> values = new LinkedHashMap<>();
        for (var entry : object.properties()) {
            T value = read.apply(entry.getValue());
            if (value == null) {
                throw wrong(name, "has a value of the wrong kind");
            }
            values.put(entry.getKey(), value);
        }
        return values;
    }
}
