package dev.portolan.simulator.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.simulator.internal.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object of a request, read as Ollama reads it: unknown members and nulls are passed over, what has the wrong type is refused
 * in the words of Go's decoder.
 */
final class RequestFields {

    private final JsonNode node;
    private final String type;
    private final String path;

    private RequestFields(JsonNode node, String type, String path) {
        this.node = node;
        this.type = type;
        this.path = path;
    }

    /** Reads a whole body. */
    static RequestFields of(String body, String type) {
        if (body.isBlank()) {
            throw OllamaError.invalid("missing request body");
        }
        JsonNode node = Json.parse(body);
        if (node == null) {
            char first = body.stripLeading().charAt(0);
            throw OllamaError.invalid(
                    first == '{'
                            ? "unexpected EOF"
                            : "invalid character '" + first + "' looking for beginning of value");
        }
        if (!node.isObject()) {
            throw OllamaError.invalid("json: cannot unmarshal " + kind(node) + " into Go value of type api." + type);
        }
        return new RequestFields(node, type, "");
    }

    boolean has(String name) {
        return node.hasNonNull(name);
    }

    JsonNode get(String name) {
        return node.path(name);
    }

    JsonNode node() {
        return node;
    }

    /** A text; absent and null are empty, as in Go. */
    String string(String name) {
        if (!has(name)) {
            return "";
        }
        if (!get(name).isTextual()) {
            throw wrongType(name, get(name), "string");
        }
        return get(name).textValue();
    }

    @Nullable
    Boolean bool(String name) {
        if (!has(name)) {
            return null;
        }
        if (!get(name).isBoolean()) {
            throw wrongType(name, get(name), "bool");
        }
        return get(name).booleanValue();
    }

    @Nullable
    Integer integer(String name) {
        if (!has(name)) {
            return null;
        }
        if (!get(name).isIntegralNumber()) {
            throw wrongType(name, get(name), "int");
        }
        return get(name).intValue();
    }

    /** An object; an empty one when it is absent. */
    RequestFields object(String name, String goType) {
        if (!has(name)) {
            return new RequestFields(node.path("\0"), type, path(name));
        }
        if (!get(name).isObject()) {
            throw wrongType(name, get(name), goType);
        }
        return new RequestFields(get(name), type, path(name));
    }

    /** The objects of an array; empty when it is absent. */
    List<RequestFields> objects(String name, String goType) {
        List<RequestFields> objects = new ArrayList<>();
        if (has(name)) {
            if (!get(name).isArray()) {
                throw wrongType(name, get(name), "[]" + goType);
            }
            for (JsonNode element : get(name)) {
                if (!element.isObject()) {
                    throw wrongType(name, element, goType);
                }
                objects.add(new RequestFields(element, type, path(name)));
            }
        }
        return objects;
    }

    OllamaError wrongType(String name, JsonNode value, String goType) {
        return OllamaError.invalid("json: cannot unmarshal " + kind(value) + " into Go struct field " + type + "."
                + path(name) + " of type " + goType);
    }

    private String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "array";
            case OBJECT -> "object";
            case STRING -> "string";
            case BOOLEAN -> "bool";
            default -> "number";
        };
    }
}
