package dev.portolan.wire.openai.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.spi.support.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * OpenRouter's {@code reasoning_details}, which hold the signatures that must travel back. In a stream each comes in pieces,
 * which are joined when the answer is complete.
 *
 * @see <a href="https://openrouter.ai/docs/use-cases/reasoning-tokens#preserving-reasoning-blocks">OpenRouter: preserving
 *     reasoning blocks</a>
 */
final class ReasoningDetails {

    private final List<String> pieces = new ArrayList<>(0);

    void add(String json) {
        pieces.add(json);
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    /**
     * The state to keep with the reasoning.
     *
     * @param field the field in which its text came, or {@code null}
     */
    String state(@Nullable String field) {
        ObjectNode state = WireJson.mapper().createObjectNode();
        if (field != null) {
            state.putArray("fields").add(field);
        }
        ArrayNode all = state.putArray("reasoning_details");
        ObjectNode last = null;
        for (String piece : pieces) {
            JsonNode node = WireJson.tree(piece);
            if (last != null && continues(last, node)) {
                join(last, node);
            } else {
                all.add(node);
                last = node instanceof ObjectNode object ? object : null;
            }
        }
        return state.toString();
    }

    private static boolean continues(ObjectNode last, JsonNode next) {
        return next.isObject()
                && last.path("type").equals(next.path("type"))
                && last.path("index").equals(next.path("index"))
                && next.has("index")
                && !next.has("data");
    }

    private static void join(ObjectNode last, JsonNode next) {
        for (Map.Entry<String, JsonNode> field : next.properties()) {
            String name = field.getKey();
            JsonNode value = field.getValue();
            if ((name.equals("text") || name.equals("summary")) && value.isTextual()) {
                last.put(name, last.path(name).asText("") + value.asText());
            } else if (!value.isNull() || !last.has(name)) {
                last.set(name, value);
            }
        }
    }
}
