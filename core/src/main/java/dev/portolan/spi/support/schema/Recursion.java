package dev.portolan.spi.support.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Finds out whether references of a document lead to themselves, each definition being read once. */
final class Recursion {

    private final ObjectNode document;
    /** Whether a reference is done with; {@code false} while what it means is being followed. */
    private final Map<String, Boolean> followed = new HashMap<>();

    private Recursion(ObjectNode document) {
        this.document = document;
    }

    /** Whether following references from the root would never end. */
    static boolean in(ObjectNode document) {
        Recursion recursion = new Recursion(document);
        return recursion.endless("#");
    }

    private boolean endless(String reference) {
        Boolean known = followed.putIfAbsent(reference, false);
        if (known != null) {
            return !known;
        }
        Set<String> next = new LinkedHashSet<>();
        if (Pointers.resolve(document, reference) instanceof ObjectNode meant) {
            collect(meant, next);
        }
        for (String one : next) {
            if (endless(one)) {
                return true;
            }
        }
        followed.put(reference, true);
        return false;
    }

    /** The references within a schema; definitions are followed only where they are referred to. */
    private static void collect(ObjectNode schema, Set<String> found) {
        JsonNode reference = schema.get("$ref");
        if (reference != null && reference.isTextual()) {
            found.add(reference.textValue());
        }
        for (Subschemas.Found inner : Subschemas.of(schema)) {
            boolean definition =
                    inner.path().startsWith("/$defs/") || inner.path().startsWith("/definitions/");
            if (!definition && inner.schema() instanceof ObjectNode next) {
                collect(next, found);
            }
        }
    }
}
