package dev.portolan.simulator.internal.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A JSON object of a request, read by name. What has the wrong type or is out of bounds is refused in OpenAI's words. */
final class Fields {

    private final JsonNode node;
    private final String path;

    Fields(JsonNode node, String path) {
        this.node = node;
        this.path = path;
        if (!node.isObject()) {
            throw wrongType(path, "an object", node);
        }
    }

    /** The full name of a member, as error messages have it. */
    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    String path() {
        return path;
    }

    JsonNode node() {
        return node;
    }

    /** Whether a member is there and not null. */
    boolean has(String name) {
        return node.hasNonNull(name);
    }

    JsonNode get(String name) {
        return node.path(name);
    }

    List<String> unknown(Set<String> known) {
        List<String> unknown = new ArrayList<>();
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                unknown.add(name);
            }
        });
        return unknown;
    }

    @Nullable
    String string(String name) {
        if (!has(name)) {
            return null;
        }
        if (!get(name).isTextual()) {
            throw wrongType(path(name), "a string", get(name));
        }
        return get(name).textValue();
    }

    String requiredString(String name) {
        String value = string(name);
        if (value == null) {
            throw OpenAiError.missing(path(name));
        }
        return value;
    }

    /** A string that is one of a few; the default when it is absent. */
    String choice(String name, String otherwise, List<String> values) {
        String value = string(name);
        if (value == null) {
            return otherwise;
        }
        if (!values.contains(value)) {
            throw OpenAiError.invalidValue(path(name), value, listed(values));
        }
        return value;
    }

    static String listed(List<String> values) {
        String all = "'" + String.join("', '", values) + "'";
        int last = all.lastIndexOf(", '");
        return last < 0
                ? all
                : all.substring(0, last) + (values.size() > 2 ? ", and " : " and ") + all.substring(last + 2);
    }

    @Nullable
    Boolean bool(String name) {
        if (!has(name)) {
            return null;
        }
        if (!get(name).isBoolean()) {
            throw wrongType(path(name), "a boolean", get(name));
        }
        return get(name).booleanValue();
    }

    boolean isTrue(String name) {
        return Boolean.TRUE.equals(bool(name));
    }

    @Nullable
    Integer integer(String name, int least, int most) {
        if (!has(name)) {
            return null;
        }
        if (!get(name).isIntegralNumber()) {
            throw wrongType(path(name), "an integer", get(name));
        }
        requireWithin(name, "integer", least, most);
        return get(name).intValue();
    }

    @Nullable
    Long seed(String name) {
        if (!has(name)) {
            return null;
        }
        if (!get(name).isIntegralNumber()) {
            throw wrongType(path(name), "an integer", get(name));
        }
        return get(name).longValue();
    }

    @Nullable
    Double decimal(String name, double least, double most) {
        if (!has(name)) {
            return null;
        }
        if (!get(name).isNumber()) {
            throw wrongType(path(name), "a decimal", get(name));
        }
        requireWithin(name, "decimal", least, most);
        return get(name).doubleValue();
    }

    private void requireWithin(String name, String type, double least, double most) {
        double value = get(name).doubleValue();
        if (value < least || value > most) {
            boolean above = value > most;
            throw OpenAiError.invalid(
                    type + (above ? "_above_max_value" : "_below_min_value"),
                    path(name),
                    "Invalid '" + path(name) + "': " + type + (above ? " above maximum" : " below minimum")
                            + " value. Expected a value " + (above ? "<= " : ">= ") + plain(above ? most : least)
                            + ", but got " + get(name).asText() + " instead.");
        }
    }

    private static String plain(double bound) {
        return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
    }

    @Nullable
    Fields object(String name) {
        return has(name) ? new Fields(get(name), path(name)) : null;
    }

    Fields requiredObject(String name) {
        Fields object = object(name);
        if (object == null) {
            throw OpenAiError.missing(path(name));
        }
        return object;
    }

    /** The objects of an array; empty when it is absent. */
    List<Fields> objects(String name) {
        List<Fields> objects = new ArrayList<>();
        if (has(name)) {
            if (!get(name).isArray()) {
                throw wrongType(path(name), "an array of objects", get(name));
            }
            for (JsonNode element : get(name)) {
                objects.add(new Fields(element, path(name) + "[" + objects.size() + "]"));
            }
        }
        return objects;
    }

    static OpenAiError wrongType(String path, String expected, JsonNode node) {
        String name = path.isEmpty() ? "body" : path;
        return OpenAiError.invalid(
                "invalid_type",
                name,
                "Invalid type for '" + name + "': expected " + expected + ", but got " + kind(node) + " instead.");
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            case STRING -> "a string";
            case BOOLEAN -> "a boolean";
            case NUMBER -> node.isIntegralNumber() ? "an integer" : "a decimal";
            default -> "null";
        };
    }
}
