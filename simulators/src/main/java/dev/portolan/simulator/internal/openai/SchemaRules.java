package dev.portolan.simulator.internal.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.schema.JsonSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What OpenAI demands of a schema that it is to enforce: every object closed, every property required. See
 * https://platform.openai.com/docs/guides/structured-outputs.
 */
final class SchemaRules {

    private final String subject;
    private final String param;
    private final String code;

    private SchemaRules(String subject, String param, String code) {
        this.subject = subject;
        this.param = param;
        this.code = code;
    }

    static SchemaRules ofTool(String name, String param) {
        return new SchemaRules("function '" + name + "'", param, "invalid_function_parameters");
    }

    static SchemaRules ofOutput(String name, String param) {
        return new SchemaRules("response_format '" + name + "'", param, "invalid_json_schema");
    }

    /** Reads a schema; {@code null} stands for no arguments. */
    JsonSchema read(JsonNode schema, boolean strict) {
        if (schema.isMissingNode() || schema.isNull()) {
            return JsonSchema.EMPTY_OBJECT;
        }
        if (!schema.isObject()) {
            throw Fields.wrongType(param, "an object", schema);
        }
        if (strict) {
            requireClosed(schema, List.of());
        }
        if (schema.has("type") && !schema.get("type").asText().equals("object")) {
            throw invalid(
                    List.of(),
                    "schema must be a JSON Schema of 'type: \"object\"', got 'type: \""
                            + schema.get("type").asText() + "\"'.");
        }
        try {
            return JsonSchema.of(schema.toString());
        } catch (IllegalArgumentException e) {
            throw invalid(List.of(), String.valueOf(e.getMessage()));
        }
    }

    private void requireClosed(JsonNode schema, List<String> context) {
        if (isObject(schema)) {
            if (!schema.path("additionalProperties").isBoolean()
                    || schema.path("additionalProperties").booleanValue()) {
                throw invalid(context, "'additionalProperties' is required to be supplied and to be false.");
            }
            String missing = firstNotRequired(schema);
            if (missing != null) {
                throw invalid(
                        context,
                        "'required' is required to be supplied and to be an array including every key in properties."
                                + " Missing '" + missing + "'.");
            }
        }
        for (Map.Entry<String, JsonNode> member : schema.properties()) {
            switch (member.getKey()) {
                case "properties", "$defs" ->
                    member.getValue()
                            .properties()
                            .forEach(child ->
                                    requireClosed(child.getValue(), below(context, member.getKey(), child.getKey())));
                case "items" -> requireClosed(member.getValue(), below(context, "items"));
                case "anyOf" -> {
                    int index = 0;
                    for (JsonNode alternative : member.getValue()) {
                        requireClosed(alternative, below(context, "anyOf", String.valueOf(index++)));
                    }
                }
                default -> {
                    // Other keywords hold no schemas that are enforced.
                }
            }
        }
    }

    private static boolean isObject(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.asText().equals("object")
                || type.valueStream().anyMatch(one -> one.asText().equals("object"));
    }

    private static @Nullable String firstNotRequired(JsonNode schema) {
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            boolean required = schema.path("required")
                    .valueStream()
                    .anyMatch(one -> one.asText().equals(property.getKey()));
            if (!required) {
                return property.getKey();
            }
        }
        return null;
    }

    private static List<String> below(List<String> context, String... names) {
        List<String> below = new ArrayList<>(context);
        below.addAll(List.of(names));
        return below;
    }

    private OpenAiError invalid(List<String> context, String complaint) {
        String place =
                context.isEmpty() ? "" : "'" + String.join("', '", context) + "'" + (context.size() == 1 ? "," : "");
        return OpenAiError.invalid(
                code, param, "Invalid schema for " + subject + ": In context=(" + place + "), " + complaint);
    }
}
