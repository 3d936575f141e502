package dev.portolan.codec;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value in a document that is being read, and the way to it, which every complaint names.
 *
 * @param value what stands here
 * @param path such as {@code $.messages[2]}
 */
record Place(Json value, String path) {

    @Nullable
    Place find(String name) {
        if (!(value instanceof Json.Obj object)) {
            throw wrong("must be an object");
        }
        Json found = object.fields().get(name);
        return found == null || found == Json.Null.NULL ? null : new Place(found, path + "." + name);
    }

    Place get(String name) {
        Place found = find(name);
        if (found == null) {
            throw new JsonFormatException(path + "." + name, "is missing");
        }
        return found;
    }

    <T> T get(String name, Function<Place, T> as) {
        return as.apply(get(name));
    }

    <T> @Nullable T find(String name, Function<Place, T> as) {
        Place found = find(name);
        return found == null ? null : as.apply(found);
    }

    <T> List<T> list(String name, Function<Place, T> as) {
        return get(name).items(as);
    }

    <T> List<T> listIfAny(String name, Function<Place, T> as) {
        Place found = find(name);
        return found == null ? List.of() : found.items(as);
    }

    <T> List<T> items(Function<Place, T> as) {
        if (!(value instanceof Json.Arr array)) {
            throw wrong("must be an array");
        }
        List<T> items = new ArrayList<>(array.items().size());
        for (Json item : array.items()) {
            items.add(as.apply(new Place(item, path + "[" + items.size() + "]")));
        }
        return items;
    }

    Map<String, String> texts(String name) {
        Place found = find(name);
        Map<String, String> texts = new LinkedHashMap<>();
        if (found != null) {
            if (!(found.value instanceof Json.Obj object)) {
                throw found.wrong("must be an object");
            }
            object.fields().keySet().forEach(key -> texts.put(key, found.get(key, Place::text)));
        }
        return texts;
    }

    String text() {
        if (value instanceof Json.Text text) {
            return text.value();
        }
        throw wrong("must be a string");
    }

    long whole() {
        if (value instanceof Json.Num number) {
            try {
                return Long.parseLong(number.text());
            } catch (NumberFormatException e) {
                throw wrong("must be a whole number of at most 64 bits");
            }
        }
        throw wrong("must be a whole number");
    }

    int small() {
        long whole = whole();
        if (whole != (int) whole) {
            throw wrong("must be a whole number of at most 32 bits");
        }
        return (int) whole;
    }

    double decimal() {
        if (value instanceof Json.Num number) {
            double decimal = Double.parseDouble(number.text());
            if (Double.isFinite(decimal)) {
                return decimal;
            }
        }
        throw wrong("must be a number of at most 64 bits");
    }

    boolean flag() {
        if (value instanceof Json.Bool bool) {
            return bool.value();
        }
        throw wrong("must be true or false");
    }

    /** A switch that is off when it is absent. */
    boolean marked(String name) {
        Place found = find(name);
        return found != null && found.flag();
    }

    Duration duration() {
        try {
            return Duration.parse(text());
        } catch (DateTimeException e) {
            throw wrong("must be a time such as PT1.5S");
        }
    }

    Instant instant() {
        try {
            return Instant.parse(text());
        } catch (DateTimeException e) {
            throw wrong("must be a moment such as 2026-01-31T12:00:00Z");
        }
    }

    <E extends Enum<E>> E word(Class<E> type) {
        String text = text();
        List<String> words = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            String word = JsonWriter.wordOf(constant);
            if (word.equals(text)) {
                return constant;
            }
            words.add(word);
        }
        throw wrong("must be one of " + String.join(", ", words));
    }

    /** Makes a noun of what was read; what the noun itself refuses is told with this place. */
    <T> T make(Supplier<T> noun) {
        try {
            return noun.get();
        } catch (JsonFormatException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    JsonFormatException wrong(String rule) {
        return new JsonFormatException(path, rule);
    }

    @Override
    public String toString() {
        return "Place[" + path + "]";
    }
}
