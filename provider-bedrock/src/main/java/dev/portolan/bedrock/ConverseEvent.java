package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One event of a Converse stream.
 *
 * @param type its name on the wire, such as {@code contentBlockDelta}
 * @param body its JSON
 */
record ConverseEvent(String type, JsonNode body) {

    @Override
    public String toString() {
        return "ConverseEvent[" + type + "]";
    }
}
