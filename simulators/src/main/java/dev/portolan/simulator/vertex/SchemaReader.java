package dev.portolan.simulator.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.aiplatform.v1.Schema;
import com.google.cloud.aiplatform.v1.Type;
import com.google.protobuf.Value;
import dev.portolan.schema.JsonSchema;
import dev.portolan.simulator.internal.Json;
import java.util.List;
import java.util.Locale;

/** Reads both forms of a schema: the subset of OpenAPI as a message of its own, and JSON Schema as a value. */
final class SchemaReader {

    private static final int TOO_DEEP = 64;

    private SchemaReader() {}

    static JsonSchema of(Value schema, String field) {
        JsonNode tree = Json.parse(ProtoJson.print(schema));
        if (tree == null || !tree.isObject()) {
            throw VertexError.invalidField(field, "Invalid value at '" + field + "': a schema must be an object.");
        }
        return checked(tree.toString(), field);
    }

    static JsonSchema of(Schema schema, String field) {
        return checked(tree(schema, 0).toString(), field);
    }

    private static JsonSchema checked(String json, String field) {
        try {
            return JsonSchema.of(json);
        } catch (IllegalArgumentException e) {
            throw VertexError.invalidField(field, "Invalid value at '" + field + "': " + e.getMessage());
        }
    }

    private static ObjectNode tree(Schema schema, int depth) {
        if (depth > TOO_DEEP) {
            throw VertexError.invalid("Request contains an invalid argument.");
        }
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (!schema.getRef().isEmpty()) {
            node.put("$ref", schema.getRef());
        }
        type(schema, node);
        if (!schema.getDescription().isEmpty()) {
            node.put("description", schema.getDescription());
        }
        if (!schema.getFormat().isEmpty() && !schema.getFormat().equals("enum")) {
            node.put("format", schema.getFormat());
        }
        if (schema.getEnumCount() > 0) {
            strings(node.putArray("enum"), schema.getEnumList());
        }
        if (schema.hasItems()) {
            node.set("items", tree(schema.getItems(), depth + 1));
        }
        if (schema.getPropertiesCount() > 0) {
            ObjectNode properties = node.putObject("properties");
            schema.getPropertiesMap().forEach((name, one) -> properties.set(name, tree(one, depth + 1)));
        }
        if (schema.getRequiredCount() > 0) {
            strings(node.putArray("required"), schema.getRequiredList());
        }
        if (schema.getAnyOfCount() > 0) {
            ArrayNode alternatives = node.putArray("anyOf");
            schema.getAnyOfList().forEach(one -> alternatives.add(tree(one, depth + 1)));
        }
        if (schema.getDefsCount() > 0) {
            ObjectNode definitions = node.putObject("$defs");
            schema.getDefsMap().forEach((name, one) -> definitions.set(name, tree(one, depth + 1)));
        }
        bounds(schema, node);
        return node;
    }

    private static void type(Schema schema, ObjectNode node) {
        if (schema.getType() == Type.TYPE_UNSPECIFIED || schema.getType() == Type.UNRECOGNIZED) {
            return;
        }
        String name = schema.getType().name().toLowerCase(Locale.ROOT);
        if (schema.getNullable()) {
            node.putArray("type").add(name).add("null");
        } else {
            node.put("type", name);
        }
    }

    private static void bounds(Schema schema, ObjectNode node) {
        put(node, "minItems", schema.getMinItems());
        put(node, "maxItems", schema.getMaxItems());
        put(node, "minLength", schema.getMinLength());
        put(node, "maxLength", schema.getMaxLength());
        if (schema.getMinimum() != 0) {
            node.put("minimum", schema.getMinimum());
        }
        if (schema.getMaximum() != 0) {
            node.put("maximum", schema.getMaximum());
        }
        if (!schema.getPattern().isEmpty()) {
            node.put("pattern", schema.getPattern());
        }
    }

    private static void put(ObjectNode node, String name, long bound) {
        if (bound != 0) {
            node.put(name, bound);
        }
    }

    private static void strings(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }
}
