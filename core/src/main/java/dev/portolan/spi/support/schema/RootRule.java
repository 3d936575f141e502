package dev.portolan.spi.support.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The root must be an object without alternatives. What is none goes into the one property of an object around it. */
record RootRule(String code) {

    static final String PROPERTY = "value";

    SchemaRule rule() {
        return new SchemaRule(
                code,
                "puts a root that is no plain object into the property `value` of one, and takes it out again",
                place -> {});
    }

    boolean needed(ObjectNode root) {
        return !Types.of(root).equals(List.of("object")) || root.has("anyOf") || root.has("oneOf") || root.has("allOf");
    }

    static ObjectNode wrap(ObjectNode root) {
        ObjectNode inner = root.deepCopy();
        ObjectNode outer = JsonNodeFactory.instance.objectNode().put("type", "object");
        outer.putObject("properties").set(PROPERTY, inner);
        outer.putArray("required").add(PROPERTY);
        outer.put("additionalProperties", false);
        for (String keyword : List.of("$defs", "definitions")) {
            JsonNode definitions = inner.remove(keyword);
            if (definitions != null) {
                outer.set(keyword, definitions);
            }
        }
        rebase(outer);
        return outer;
    }

    /** References to the old root, and to places within it other than its definitions, lead into the property now. */
    private static void rebase(JsonNode node) {
        if (node instanceof ObjectNode schema) {
            JsonNode reference = schema.get("$ref");
            if (reference != null && reference.isTextual()) {
                String to = reference.textValue();
                boolean definition = to.startsWith("#/$defs/") || to.startsWith("#/definitions/");
                if ((to.equals("#") || to.startsWith("#/")) && !definition) {
                    schema.put("$ref", "#/properties/" + PROPERTY + to.substring(1));
                }
            }
            for (Subschemas.Found inner : Subschemas.of(schema)) {
                rebase(inner.schema());
            }
        }
    }
}
