package dev.portolan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a schema may hold when the model is held to it, for output and for strict tools. See
 * https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html.
 */
final class StrictSchema {

    private static final List<String> OF_NUMBERS =
            List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf");

    /** Keywords whose members are names of the schema's own, each with a schema. */
    private static final List<String> NAMED = List.of("properties", "$defs", "definitions", "patternProperties");

    private final String place;

    private StrictSchema(String place) {
        this.place = place;
    }

    /** Refuses what the service does not compile. */
    static void require(JsonNode schema, String place) {
        new StrictSchema(place).check(schema);
    }

    private void check(JsonNode schema) {
        if (schema.isArray()) {
            schema.forEach(this::check);
        }
        if (!schema.isObject()) {
            return;
        }
        String type = schema.path("type").asText();
        boolean object = type.equals("object") || (type.isEmpty() && schema.has("properties"));
        if (object && !schema.path("additionalProperties").isBoolean()) {
            throw open();
        }
        if (object && schema.path("additionalProperties").booleanValue()) {
            throw open();
        }
        List<String> refused = refused(schema, type);
        if (!refused.isEmpty()) {
            throw BedrockError.fromModel(place + ": For '" + type + "' type, properties " + String.join(", ", refused)
                    + " are not supported");
        }
        for (Map.Entry<String, JsonNode> member : schema.properties()) {
            if (NAMED.contains(member.getKey())) {
                member.getValue().forEach(this::check);
            } else if (member.getValue().isContainerNode() && !isData(member.getKey())) {
                check(member.getValue());
            }
        }
    }

    private BedrockError open() {
        return BedrockError.fromModel(
                place + ": For 'object' type, 'additionalProperties' must be explicitly set to false");
    }

    private static boolean isData(String keyword) {
        return List.of("enum", "const", "default", "examples", "required").contains(keyword);
    }

    private static List<String> refused(JsonNode schema, String type) {
        List<String> refused = new ArrayList<>();
        if (type.equals("number") || type.equals("integer")) {
            OF_NUMBERS.stream().filter(schema::has).forEach(refused::add);
        }
        if (type.equals("array") && schema.has("maxItems")) {
            refused.add("maxItems");
        }
        if (type.equals("array") && schema.path("minItems").asInt() > 1) {
            refused.add("minItems");
        }
        return refused;
    }
}
