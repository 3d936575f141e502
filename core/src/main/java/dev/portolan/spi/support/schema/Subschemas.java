package dev.portolan.spi.support.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Where schemas stand within a schema: https://json-schema.org/draft/2020-12/json-schema-core, section 10. */
final class Subschemas {

    private static final Set<String> MAPS =
            Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");
    private static final Set<String> LISTS = Set.of("anyOf", "oneOf", "allOf", "prefixItems");
    private static final Set<String> SINGLES = Set.of(
            "items",
            "additionalProperties",
            "contains",
            "not",
            "if",
            "then",
            "else",
            "propertyNames",
            "unevaluatedItems",
            "unevaluatedProperties",
            "additionalItems",
            "contentSchema");

    private Subschemas() {}

    /**
     * One schema within another.
     *
     * @param path from the outer one
     * @param schema what stands there, an object or a boolean
     * @param replacing puts something else there
     */
    record Found(String path, JsonNode schema, Consumer<JsonNode> replacing) {}

    /** The schemas directly within one, in the order in which they are written; boolean ones too. */
    static List<Found> of(ObjectNode schema) {
        List<Found> found = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : schema.properties()) {
            String keyword = member.getKey();
            JsonNode value = member.getValue();
            if (MAPS.contains(keyword) && value instanceof ObjectNode map) {
                for (Map.Entry<String, JsonNode> one : map.properties()) {
                    found.add(new Found(
                            "/" + keyword + "/" + Pointers.escape(one.getKey()),
                            one.getValue(),
                            other -> map.set(one.getKey(), other)));
                }
            } else if (LISTS.contains(keyword) && value instanceof ArrayNode list) {
                for (int i = 0; i < list.size(); i++) {
                    int at = i;
                    found.add(new Found("/" + keyword + "/" + i, list.get(i), other -> list.set(at, other)));
                }
            } else if (SINGLES.contains(keyword)) {
                found.add(new Found("/" + keyword, value, other -> schema.set(keyword, other)));
            }
        }
        return found;
    }
}
