package dev.portolan.routing.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value of a catalog's file and where it stands, as a JSON pointer. Every error names the place. A value that is missing or {@code null}
 * is not known.
 */
record Place(JsonNode node, @Nullable Place parent, String key) {

    static Place top(JsonNode node) {
        return new Place(node, null, "");
    }

    /** Put together only when there is something to complain about: a catalog has tens of thousands of places. */
    private String pointer() {
        return parent == null
                ? ""
                : parent.pointer() + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException((parent == null ? "/" : pointer()) + ": " + what);
    }

    /** This value, which must be an object. */
    Place object() {
        if (!node.isObject()) {
            throw wrong("must be an object");
        }
        return this;
    }

    boolean states(String key) {
        return node.has(key);
    }

    @Nullable
    Place at(String key) {
        JsonNode value = node.get(key);
        return value == null || value.isNull() ? null : below(key, value);
    }

    Place required(String key) {
        Place value = at(key);
        if (value == null) {
            throw wrong("\"" + key + "\" is missing");
        }
        return value;
    }

    <T> @Nullable T read(String key, Function<Place, T> reader) {
        Place value = at(key);
        return value == null ? null : reader.apply(value);
    }

    <T> T read(String key, Function<Place, T> reader, T missing) {
        Place value = at(key);
        return value == null ? missing : reader.apply(value);
    }

    <T> List<T> list(String key, Function<Place, T> reader) {
        Place list = at(key);
        if (list == null) {
            return List.of();
        }
        if (!list.node.isArray()) {
            throw list.wrong("must be an array");
        }
        List<T> all = new ArrayList<>(list.node.size());
        for (int i = 0; i < list.node.size(); i++) {
            Place item = list.below(Integer.toString(i), list.node.get(i));
            all.add(item.made(() -> reader.apply(item)));
        }
        return all;
    }

    Map<String, Place> members() {
        object();
        Map<String, Place> all = new LinkedHashMap<>();
        node.properties().forEach(member -> all.put(member.getKey(), below(member.getKey(), member.getValue())));
        return all;
    }

    String text() {
        if (!node.isTextual()) {
            throw wrong("must be a text");
        }
        return node.textValue();
    }

    boolean flag() {
        if (!node.isBoolean()) {
            throw wrong("must be true or false");
        }
        return node.booleanValue();
    }

    long count() {
        if (!node.canConvertToExactIntegral() || !node.canConvertToLong()) {
            throw wrong("must be a whole number");
        }
        return node.longValue();
    }

    int smallCount() {
        long count = count();
        if (count != (int) count) {
            throw wrong("is too large");
        }
        return (int) count;
    }

    /** A decimal number: a text, so that no reader of JSON rounds it; a JSON number is taken as well. */
    BigDecimal decimal() {
        if (!node.isTextual() && !node.isNumber()) {
            throw wrong("must be a decimal number, as a text");
        }
        try {
            BigDecimal value = node.isNumber() ? node.decimalValue() : new BigDecimal(node.textValue());
            if (value.precision() > 40 || Math.abs(value.scale()) > 40) {
                throw wrong("has more digits than a price or a factor can have");
            }
            return value;
        } catch (NumberFormatException e) {
            throw wrong("must be a decimal number, as a text");
        }
    }

    LocalDate day() {
        return parsed(LocalDate::parse, "must be a day, such as 2026-11-21");
    }

    <T> T parsed(Function<String, T> parser, String otherwise) {
        String text = text();
        try {
            return parser.apply(text);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    wrong(otherwise + ", not \"" + text + "\"").getMessage(), e);
        }
    }

    /** Makes something of this value; what its constructor refuses is told with the place. */
    <T> T made(java.util.function.Supplier<T> maker) {
        try {
            return maker.get();
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            if (message.startsWith(pointer() + "/") || message.startsWith(pointer() + ":")) {
                throw e;
            }
            throw new IllegalArgumentException(wrong(message).getMessage(), e);
        }
    }

    private Place below(String member, JsonNode value) {
        return new Place(value, this, member);
    }
}
