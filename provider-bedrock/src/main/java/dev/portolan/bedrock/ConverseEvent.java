package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * One event of a Converse stream.
 *
 * @param type its name on the wire, such as {@code contentBlockDelta}
 * @param body its JSON
 */
record ConverseEvent(String type, JsonNode body) {

    /** The event as a whole, in JSON. */
    String toJson() {
        return JsonNodeFactory.instance.objectNode().set(type, body).toString();
    }

    @Override
    public String toString() {
        return "ConverseEvent[" + type + "]";
    }
}
