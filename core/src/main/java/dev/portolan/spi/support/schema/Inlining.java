package dev.portolan.spi.support.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Replaces references by what they mean. What stands beside a reference wins over what it means. A definition that leads to itself
 * cannot be written out: it stays, or the schema is refused.
 */
final class Inlining {

    /** Definitions within definitions can multiply without end. */
    private static final int MOST_NODES = 50_000;

    private final ObjectNode document;
    private final boolean keepRecursive;
    private final Deque<String> open = new ArrayDeque<>();
    private int nodes;
    private boolean kept;

    Inlining(ObjectNode document, boolean keepRecursive) {
        this.document = document;
        this.keepRecursive = keepRecursive;
    }

    /** The document without references, as far as that is possible. */
    ObjectNode apply(SchemaPlace place) {
        ObjectNode result = (ObjectNode) written(document, place);
        if (!kept) {
            result.remove("$defs");
            result.remove("definitions");
        }
        return result;
    }

    private JsonNode written(JsonNode node, SchemaPlace place) {
        if (++nodes > MOST_NODES) {
            if (nodes == MOST_NODES + 1) {
                place.refuse("$ref", "Written out, the schema would be larger than any vendor takes");
            }
            return node.deepCopy();
        }
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        JsonNode reference = object.get("$ref");
        if (reference != null && reference.isTextual()) {
            return referred(object, reference.textValue(), place);
        }
        ObjectNode copy = object.deepCopy();
        for (Subschemas.Found inner : Subschemas.of(copy)) {
            // Definitions are written out where they are used.
            if (!inner.path().startsWith("/$defs/") && !inner.path().startsWith("/definitions/")) {
                inner.replacing().accept(written(inner.schema(), place));
            }
        }
        return copy;
    }

    private JsonNode referred(ObjectNode object, String reference, SchemaPlace place) {
        JsonNode meant = Pointers.resolve(document, reference);
        if (meant == null) {
            place.refuse("$ref", "A reference leads to nothing within the schema");
            return object.deepCopy();
        }
        if (open.contains(reference)) {
            if (keepRecursive) {
                kept = true;
            } else {
                place.refuse("$ref", "A definition leads to itself, which this wire cannot express");
            }
            return object.deepCopy();
        }
        open.push(reference);
        JsonNode copy = written(meant, place);
        open.pop();
        if (copy instanceof ObjectNode result) {
            ObjectNode beside = object.deepCopy();
            beside.remove("$ref");
            result.setAll((ObjectNode) written(beside, place));
        }
        return copy;
    }
}
