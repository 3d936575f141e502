package dev.portolan.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.schema.JsonSchema;
import dev.portolan.structured.TypeSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The schema of a method's arguments: a property for each parameter. Definitions that the parameters' schemas bring are moved to the
 * root, and get another name where two differ.
 */
final class MethodSchema {

    private final ObjectNode definitions = JsonNodeFactory.instance.objectNode();

    private MethodSchema() {}

    static JsonSchema of(List<MethodParameter> parameters) {
        return new MethodSchema().schema(parameters);
    }

    private JsonSchema schema(List<MethodParameter> parameters) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JsonNodeFactory.instance.arrayNode();
        for (MethodParameter parameter : parameters) {
            if (parameter.invocation()) {
                continue;
            }
            if (properties.has(parameter.name())) {
                throw new IllegalArgumentException("two parameters are called " + parameter.name());
            }
            ObjectNode property = property(parameter);
            if (!parameter.description().isEmpty()) {
                property.put("description", parameter.description());
            }
            properties.set(parameter.name(), property);
            if (parameter.required()) {
                required.add(parameter.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        if (!definitions.isEmpty()) {
            schema.set("$defs", definitions);
        }
        return JsonSchema.of(schema.toString());
    }

    private ObjectNode property(MethodParameter parameter) {
        ObjectNode own = JsonTree.object(TypeSchema.of(parameter.type()).json());
        JsonNode brought = own.remove("$defs");
        Map<String, String> moved = new HashMap<>();
        if (brought != null) {
            brought.properties().forEach(one -> moved.put("#/$defs/" + one.getKey(), free(one.getKey())));
        }
        boolean recursive = own.findValuesAsText("$ref").contains("#")
                || (brought != null && brought.findValuesAsText("$ref").contains("#"));
        String whole = recursive ? free(parameter.name()) : "";
        if (recursive) {
            moved.put("#", whole);
        }
        if (brought != null) {
            for (Map.Entry<String, JsonNode> one : brought.properties()) {
                redirect(one.getValue(), moved);
                definitions.set(moved.get("#/$defs/" + one.getKey()), one.getValue());
            }
        }
        redirect(own, moved);
        if (!recursive) {
            return own;
        }
        definitions.set(whole, own);
        return JsonNodeFactory.instance.objectNode().put("$ref", "#/$defs/" + whole);
    }

    /** A name that no definition has yet; taken from now on. */
    private String free(String wanted) {
        String name = wanted;
        for (int i = 2; definitions.has(name); i++) {
            name = wanted + "-" + i;
        }
        definitions.putNull(name);
        return name;
    }

    private static void redirect(JsonNode schema, Map<String, String> moved) {
        if (schema instanceof ObjectNode object
                && object.path("$ref").isTextual()
                && moved.containsKey(object.path("$ref").asText())) {
            object.put("$ref", "#/$defs/" + moved.get(object.path("$ref").asText()));
        }
        schema.forEach(child -> redirect(child, moved));
    }
}
