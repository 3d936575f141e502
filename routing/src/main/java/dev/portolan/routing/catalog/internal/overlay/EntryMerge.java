package dev.portolan.routing.catalog.internal.overlay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lays one entry of an overlay over one of the catalog's file: member by member as <a
 * href="https://www.rfc-editor.org/rfc/rfc7386">RFC 7386</a> has it, where {@code null} takes away and a list is replaced whole. A list
 * whose items have names is changed item by item where the overlay has a table for it.
 */
final class EntryMerge {

    /** Which member of the items is their name. */
    private static final Map<String, String> NAMED =
            Map.of("scopes", "name", "versions", "version", "behaviours", "key", "scores", "benchmark");

    private EntryMerge() {}

    static void merge(ObjectNode base, ObjectNode patch) {
        for (Map.Entry<String, JsonNode> member : patch.properties()) {
            String name = member.getKey();
            JsonNode value = member.getValue();
            String key = NAMED.get(name);
            if (name.equals("capabilities")) {
                capabilities(base, value);
            } else if (value.isNull()) {
                base.remove(name);
            } else if (key != null && value instanceof ObjectNode table) {
                base.set(name, named(base.path(name), table, key));
            } else if (value instanceof ObjectNode object) {
                ObjectNode below = base.get(name) instanceof ObjectNode there ? there : base.putObject(name);
                merge(below, object);
            } else {
                base.set(name, value);
            }
        }
        apart(base, patch);
    }

    private static ArrayNode named(JsonNode list, ObjectNode table, String key) {
        Map<String, ObjectNode> items = new LinkedHashMap<>();
        for (JsonNode item : list) {
            items.put(item.path(key).asText(), (ObjectNode) item);
        }
        for (Map.Entry<String, JsonNode> change : table.properties()) {
            if (change.getValue() instanceof ObjectNode patch) {
                merge(
                        items.computeIfAbsent(
                                change.getKey(),
                                name -> JsonNodeFactory.instance.objectNode().put(key, name)),
                        patch);
            } else {
                items.remove(change.getKey());
            }
        }
        ArrayNode merged = JsonNodeFactory.instance.arrayNode();
        items.values().forEach(merged::add);
        return merged;
    }

    /** The file says yes and no in two lists. */
    private static void capabilities(ObjectNode base, JsonNode table) {
        if (table.isNull()) {
            base.remove(List.of("can", "cannot"));
            return;
        }
        for (Map.Entry<String, JsonNode> change : table.properties()) {
            without(base, "can", change.getKey());
            without(base, "cannot", change.getKey());
            if (!change.getValue().isNull()) {
                base.withArray(change.getValue().booleanValue() ? "can" : "cannot")
                        .add(change.getKey());
            }
        }
    }

    /** What one list of the overlay says leaves the other list of the catalog. */
    private static void apart(ObjectNode base, ObjectNode patch) {
        for (JsonNode can : patch.path("can")) {
            if (!patch.has("cannot")) {
                without(base, "cannot", can.asText());
            }
        }
        for (JsonNode cannot : patch.path("cannot")) {
            if (!patch.has("can")) {
                without(base, "can", cannot.asText());
            }
        }
    }

    static void without(ObjectNode entry, String list, String word) {
        if (entry.get(list) instanceof ArrayNode words) {
            List<JsonNode> kept = new ArrayList<>();
            for (JsonNode each : words) {
                if (!each.asText().equals(word)) {
                    kept.add(each);
                }
            }
            words.removeAll().addAll(kept);
        }
    }
}
