package dev.portolan.spi.support.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Reads the {@code type} keyword, a word or a list of words. */
final class Types {

    private Types() {}

    /** What {@code type} says; nothing when it is absent. */
    static List<String> of(JsonNode schema) {
        JsonNode type = schema.get("type");
        if (type == null) {
            return List.of();
        }
        if (type.isTextual()) {
            return List.of(type.textValue());
        }
        List<String> types = new ArrayList<>();
        type.forEach(one -> types.add(one.asText()));
        return types;
    }

    static void set(ObjectNode schema, List<String> types) {
        if (types.size() == 1) {
            schema.put("type", types.get(0));
        } else {
            ArrayNode all = schema.putArray("type");
            types.forEach(all::add);
        }
    }

    /** The type of a value that stands in {@code const} or {@code enum}. */
    static String ofAll(Iterable<JsonNode> values) {
        String found = "";
        for (JsonNode value : values) {
            String type = ofValue(value);
            if (!found.isEmpty() && !found.equals(type)) {
                return "";
            }
            found = type;
        }
        return found;
    }

    static String ofValue(JsonNode value) {
        return switch (value.getNodeType()) {
            // Before numbers: true is no integer.
            case BOOLEAN -> "boolean";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case STRING -> "string";
            case NULL -> "null";
            case ARRAY -> "array";
            case OBJECT -> "object";
            default -> "";
        };
    }
}
