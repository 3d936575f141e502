package dev.portolan.simulator.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/**
 * Makes an instance of a JSON Schema. The same schema gives the same instance. Knows what structured outputs of the vendors know:
 * types, properties, items, {@code enum}, {@code const}, {@code anyOf}, {@code allOf}, local references (also recursive ones),
 * bounds and common formats; it knows no {@code pattern} and no conditions.
 */
public final class SchemaExample {

    /** From this depth on whatever may be left out is left out, so that recursive schemas end. */
    private static final int DEEP = 8;

    private static final int TOO_DEEP = 64;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Map<String, String> FORMATS = Map.of(
            "date-time", "2026-01-15T09:30:00Z",
            "date", "2026-01-15",
            "time", "09:30:00Z",
            "duration", "P3D",
            "email", "ada@example.com",
            "hostname", "example.com",
            "uri", "https://example.com/",
            "ipv4", "192.0.2.1",
            "ipv6", "2001:db8::1",
            "uuid", "7d444840-9dc0-41d1-b245-5ffdce74fad2");

    private final JsonNode root;

    private SchemaExample(JsonNode root) {
        this.root = root;
    }

    /**
     * Makes an instance.
     *
     * @param schema the schema as text
     * @return the instance as text
     * @throws IllegalArgumentException when the schema is no JSON, refers to nothing, or has no finite instance
     */
    public static String of(String schema) {
        JsonNode root = Json.parse(schema);
        if (root == null) {
            throw new IllegalArgumentException("The schema is no JSON");
        }
        return Json.text(new SchemaExample(root).make(root, "value", 0));
    }

    private JsonNode make(JsonNode schema, String name, int depth) {
        if (depth > TOO_DEEP) {
            throw new IllegalArgumentException("The schema has no finite instance");
        }
        if (schema.has("$ref")) {
            return make(resolve(schema.get("$ref").asText()), name, depth + 1);
        }
        if (schema.has("const")) {
            return schema.get("const");
        }
        if (schema.has("enum")) {
            return schema.get("enum").get(0);
        }
        for (String choice : new String[] {"anyOf", "oneOf"}) {
            if (schema.has(choice)) {
                return make(choose(schema.get(choice), depth), name, depth + 1);
            }
        }
        if (schema.has("allOf")) {
            return make(merge(schema), name, depth + 1);
        }
        return ofType(type(schema, depth), schema, name, depth);
    }

    private JsonNode ofType(String type, JsonNode schema, String name, int depth) {
        return switch (type) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, name, depth);
            case "integer", "number" -> number(schema, type.equals("integer"));
            case "boolean" -> NODES.booleanNode(true);
            case "null" -> NODES.nullNode();
            default -> string(schema, name);
        };
    }

    private static String type(JsonNode schema, int depth) {
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            boolean nullable = type.valueStream().anyMatch(one -> one.asText().equals("null"));
            return depth >= DEEP && nullable ? "null" : type.get(0).asText();
        }
        if (type.isMissingNode()) {
            return schema.has("properties") ? "object" : schema.has("items") ? "array" : "string";
        }
        return type.asText();
    }

    private JsonNode resolve(String reference) {
        JsonNode target = reference.equals("#") ? root : root.at(reference.substring(reference.indexOf('#') + 1));
        if (!reference.startsWith("#") || target.isMissingNode()) {
            throw new IllegalArgumentException("The schema refers to " + reference + ", which is not in it");
        }
        return target;
    }

    /** The first alternative; deep down one that ends. */
    private static JsonNode choose(JsonNode alternatives, int depth) {
        if (depth >= DEEP) {
            for (JsonNode alternative : alternatives) {
                if (alternative.path("type").asText().equals("null")) {
                    return alternative;
                }
            }
            for (JsonNode alternative : alternatives) {
                if (!alternative.has("$ref")) {
                    return alternative;
                }
            }
        }
        return alternatives.get(0);
    }

    private JsonNode merge(JsonNode schema) {
        ObjectNode merged = NODES.objectNode();
        for (JsonNode part : schema.get("allOf")) {
            mergeInto(merged, part.has("$ref") ? resolve(part.get("$ref").asText()) : part);
        }
        ObjectNode rest = schema.deepCopy();
        rest.remove("allOf");
        mergeInto(merged, rest);
        return merged;
    }

    private static void mergeInto(ObjectNode merged, JsonNode part) {
        part.properties().forEach(entry -> {
            JsonNode present = merged.get(entry.getKey());
            if (present instanceof ObjectNode object && entry.getValue() instanceof ObjectNode more) {
                object.setAll(more);
            } else if (present instanceof ArrayNode array && entry.getValue() instanceof ArrayNode more) {
                array.addAll(more);
            } else {
                merged.set(entry.getKey(), entry.getValue().deepCopy());
            }
        });
    }

    private JsonNode object(JsonNode schema, int depth) {
        ObjectNode object = NODES.objectNode();
        JsonNode required = schema.path("required");
        schema.path("properties").properties().forEach(property -> {
            boolean must = required.valueStream().anyMatch(one -> one.asText().equals(property.getKey()));
            if (must || depth < DEEP) {
                object.set(property.getKey(), make(property.getValue(), property.getKey(), depth + 1));
            }
        });
        return object;
    }

    private JsonNode array(JsonNode schema, String name, int depth) {
        ArrayNode array = NODES.arrayNode();
        schema.path("prefixItems").forEach(item -> array.add(make(item, name, depth + 1)));
        int least = schema.path("minItems").asInt(depth >= DEEP ? 0 : 1);
        int most = schema.path("maxItems").asInt(Integer.MAX_VALUE);
        JsonNode items = schema.path("items");
        while (array.size() < Math.min(least, most) && !items.isBoolean()) {
            array.add(items.isMissingNode() ? NODES.textNode(name) : make(items, name, depth + 1));
        }
        return array;
    }

    private static JsonNode string(JsonNode schema, String name) {
        String format = FORMATS.get(schema.path("format").asText());
        if (format != null) {
            return TextNode.valueOf(format);
        }
        int least = schema.path("minLength").asInt(0);
        int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
        StringBuilder text = new StringBuilder("sample ").append(name.replace('_', ' '));
        while (text.length() < least) {
            text.append(" and more");
        }
        if (text.length() > most) {
            text.setLength(most);
        }
        return TextNode.valueOf(text.toString());
    }

    private static JsonNode number(JsonNode schema, boolean whole) {
        BigDecimal value = BigDecimal.ONE;
        BigDecimal step = whole ? BigDecimal.ONE : new BigDecimal("0.5");
        if (schema.has("multipleOf")) {
            step = schema.get("multipleOf").decimalValue();
            value = step;
        }
        if (schema.has("maximum")) {
            value = value.min(schema.get("maximum").decimalValue());
        }
        if (schema.has("exclusiveMaximum")) {
            value = value.min(schema.get("exclusiveMaximum").decimalValue().subtract(step));
        }
        if (schema.has("minimum")) {
            value = value.max(schema.get("minimum").decimalValue());
        }
        if (schema.has("exclusiveMinimum")) {
            value = value.max(schema.get("exclusiveMinimum").decimalValue().add(step));
        }
        if (schema.has("multipleOf")) {
            value = value.divide(step, 0, RoundingMode.CEILING).multiply(step);
        }
        return whole
                ? NODES.numberNode(value.setScale(0, RoundingMode.CEILING).longValueExact())
                : NODES.numberNode(value);
    }
}
