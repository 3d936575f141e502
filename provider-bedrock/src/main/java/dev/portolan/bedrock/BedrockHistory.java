package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.Warning;
import java.util.List;

/**
 * Makes turns legal, by the rules that Bedrock and each family of models have: turns change between user and assistant, all
 * results of a turn stand in one message and come first, the user begins, no text is blank and the last of an assistant does not
 * end with one, a document has text beside it.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference-call.html">AWS: Converse</a>
 */
final class BedrockHistory {

    private final Family family;
    private final List<Warning> warnings;

    BedrockHistory(Family family, List<Warning> warnings) {
        this.family = family;
        this.warnings = warnings;
    }

    ArrayNode legal(ArrayNode turns) {
        ArrayNode merged = JsonNodeFactory.instance.arrayNode();
        for (JsonNode turn : turns) {
            if (!turn.path("content").isEmpty()) {
                merge(merged, turn.path("role").asText(), turn.path("content"));
            }
        }
        ArrayNode legal = JsonNodeFactory.instance.arrayNode();
        for (JsonNode turn : merged) {
            split(legal, turn);
        }
        begin(legal);
        end(legal);
        return legal;
    }

    private static void merge(ArrayNode turns, String role, JsonNode content) {
        JsonNode last = turns.isEmpty() ? null : turns.get(turns.size() - 1);
        ArrayNode into = last != null && last.path("role").asText().equals(role)
                ? (ArrayNode) last.path("content")
                : turns.addObject().put("role", role).putArray("content");
        content.forEach(into::add);
    }

    /** Results first; what may not stand beside them comes in a turn of its own, behind a word of the assistant. */
    private void split(ArrayNode legal, JsonNode turn) {
        ArrayNode first = JsonNodeFactory.instance.arrayNode();
        ArrayNode second = JsonNodeFactory.instance.arrayNode();
        boolean user = turn.path("role").asText().equals("user");
        boolean results = false;
        for (JsonNode block : turn.path("content")) {
            results |= user && block.has("toolResult");
        }
        if (!results) {
            add(legal, turn.path("role").asText(), withText((ArrayNode) turn.path("content"), user));
            return;
        }
        for (JsonNode block : turn.path("content")) {
            if (block.has("toolResult")) {
                first.add(block);
            }
        }
        for (JsonNode block : turn.path("content")) {
            if (!block.has("toolResult")) {
                (mayStandBeside(block) ? first : second).add(block);
            }
        }
        add(legal, "user", first);
        if (!second.isEmpty()) {
            warnings.add(new Warning(
                    "rewritten",
                    "messages",
                    "The model takes no such content beside tool results: it follows in a turn"));
            add(legal, "assistant", JsonNodeFactory.instance.arrayNode().add(text(".")));
            add(legal, "user", withText(second, true));
        }
    }

    private boolean mayStandBeside(JsonNode block) {
        String not = family.get(Family.BESIDE_RESULTS);
        if (not == null || block.has("cachePoint")) {
            return true;
        }
        return not.equals("documents") && !block.has("document") && !block.has("video");
    }

    private static void add(ArrayNode turns, String role, ArrayNode content) {
        turns.addObject().put("role", role).set("content", content);
    }

    private static ArrayNode withText(ArrayNode content, boolean user) {
        boolean document = false;
        boolean text = false;
        for (JsonNode block : content) {
            document |= block.has("document");
            text |= block.has("text");
        }
        if (user && document && !text) {
            content.insert(0, text("Documents:"));
        }
        return content;
    }

    private void begin(ArrayNode turns) {
        boolean assistantFirst =
                !turns.isEmpty() && turns.get(0).path("role").asText().equals("assistant");
        if (assistantFirst && !family.is(Family.FIRST_ROLE, "any")) {
            ObjectNode user = JsonNodeFactory.instance.objectNode().put("role", "user");
            user.putArray("content").add(text("."));
            turns.insert(0, user);
            warnings.add(
                    new Warning("rewritten", "messages", "The conversation was begun for the user, as it must be"));
        }
    }

    /** Blank space at the end of what the assistant has begun to say is refused. */
    private static void end(ArrayNode turns) {
        JsonNode last = turns.isEmpty() ? null : turns.get(turns.size() - 1);
        if (last == null
                || !last.path("role").asText().equals("assistant")
                || last.path("content").isEmpty()) {
            return;
        }
        JsonNode block = last.path("content").get(last.path("content").size() - 1);
        if (block instanceof ObjectNode object && block.path("text").isTextual()) {
            object.put("text", block.path("text").asText().stripTrailing());
        }
    }

    private static ObjectNode text(String text) {
        return JsonNodeFactory.instance.objectNode().put("text", text);
    }
}
