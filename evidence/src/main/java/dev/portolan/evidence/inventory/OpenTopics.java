package dev.portolan.evidence.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What traffic cannot show. */
final class OpenTopics {

    static final String UNKNOWN = "UNKNOWN";

    private static final List<String> TOPICS = List.of(
            "retrieval sources, how fresh they are, who may read them",
            "authentication and network path to the model",
            "points where a person approves",
            "where prompts and answers are logged, and for how long",
            "what happens when the model fails or is slow",
            "rules on where data may be processed",
            "who owns the move, and what counts as success");

    private OpenTopics() {}

    /** Whether nobody wrote anything: an owner, an answer, a status or a field of their own. */
    static boolean isUntouched(JsonNode entry) {
        ObjectNode written = entry.deepCopy();
        written.remove("topic");
        if (UNKNOWN.equals(written.path("status").asText())) {
            written.remove("status");
        }
        written.properties().removeIf(field -> field.getValue().isNull());
        return written.isEmpty();
    }

    static void addTo(ArrayNode out) {
        for (String topic : TOPICS) {
            out.addObject()
                    .put("topic", topic)
                    .put("status", UNKNOWN)
                    .putNull("owner")
                    .putNull("answer");
        }
    }
}
