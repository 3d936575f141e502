package dev.portolan.recorded.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.spi.support.WireJson;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads Gemini's subset of OpenAPI as JSON Schema: https://cloud.google.com/vertex-ai/docs/reference/rest/v1/Schema. Objects have the
 * properties that are named and no others, since the vendor writes no others.
 */
public final class OpenApiForm {

    private OpenApiForm() {}

    /** The same schema as JSON Schema. */
    public static String asJsonSchema(String wire) {
        return read(WireJson.tree(wire)).toString();
    }

    private static ObjectNode read(@Nullable JsonNode given) {
        if (!(given instanceof ObjectNode schema)) {
            throw new AssertionError("This form has no such schema: " + given);
        }
        ObjectNode read = schema.objectNode();
        for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
            JsonNode value = keyword.getValue();
            switch (keyword.getKey()) {
                case "type" -> {
                    read.put("type", value.textValue().toLowerCase(Locale.ROOT));
                    if (value.textValue().equals("OBJECT")) {
                        read.put("additionalProperties", false);
                    }
                }
                case "properties" -> {
                    ObjectNode properties = read.putObject("properties");
                    value.properties().forEach(one -> properties.set(one.getKey(), read(one.getValue())));
                }
                case "items" -> read.set("items", read(value));
                case "anyOf" -> {
                    ArrayNode branches = read.putArray("anyOf");
                    value.forEach(branch -> branches.add(read(branch)));
                }
                case "nullable", "propertyOrdering" -> {}
                default -> read.set(keyword.getKey(), value);
            }
        }
        if (!schema.path("nullable").asBoolean()) {
            return read;
        }
        ObjectNode either = schema.objectNode();
        either.putArray("anyOf").add(read).addObject().put("type", "null");
        return either;
    }
}
