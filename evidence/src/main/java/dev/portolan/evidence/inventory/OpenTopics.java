package dev.portolan.evidence.inventory;

import com.fasterxml.jackson.databind.node.ArrayNode;
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
