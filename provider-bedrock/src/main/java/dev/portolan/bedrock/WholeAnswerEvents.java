package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.spi.support.MessageSource;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A whole answer of Converse as the events that ConverseStream would have sent, each block in one piece: for models that take tools
 * without streaming only.
 */
final class WholeAnswerEvents implements MessageSource<ConverseEvent> {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Queue<ConverseEvent> events = new ArrayDeque<>();

    WholeAnswerEvents(JsonNode answer) {
        int index = 0;
        for (JsonNode block : answer.path("output").path("message").path("content")) {
            add(block, index++);
        }
        ObjectNode stop = NODES.objectNode();
        ObjectNode metadata = NODES.objectNode();
        for (Map.Entry<String, JsonNode> member : answer.properties()) {
            boolean ofStop =
                    member.getKey().equals("stopReason") || member.getKey().equals("additionalModelResponseFields");
            if (!member.getKey().equals("output")) {
                (ofStop ? stop : metadata).set(member.getKey(), member.getValue());
            }
        }
        events.add(new ConverseEvent("messageStop", stop));
        events.add(new ConverseEvent("metadata", metadata));
    }

    private void add(JsonNode block, int index) {
        if (block.has("toolUse")) {
            ObjectNode start = at(index);
            ObjectNode use = block.path("toolUse").deepCopy();
            JsonNode input = use.remove("input");
            start.putObject("start").set("toolUse", use);
            events.add(new ConverseEvent("contentBlockStart", start));
            ObjectNode delta = NODES.objectNode();
            delta.putObject("toolUse").put("input", input == null ? "{}" : input.toString());
            delta(index, delta);
        } else if (block.has("reasoningContent")) {
            reasoning(block.path("reasoningContent"), index);
        } else if (block.has("text")) {
            delta(index, NODES.objectNode().set("text", block.path("text")));
        } else {
            ObjectNode start = at(index);
            start.set("start", block);
            events.add(new ConverseEvent("contentBlockStart", start));
        }
        events.add(new ConverseEvent("contentBlockStop", at(index)));
    }

    private void reasoning(JsonNode reasoning, int index) {
        JsonNode said = reasoning.has("reasoningText") ? reasoning.path("reasoningText") : reasoning;
        for (Map.Entry<String, JsonNode> member : said.properties()) {
            ObjectNode delta = NODES.objectNode();
            delta.putObject("reasoningContent").set(member.getKey(), member.getValue());
            delta(index, delta);
        }
    }

    private void delta(int index, JsonNode delta) {
        ObjectNode event = at(index);
        event.set("delta", delta);
        events.add(new ConverseEvent("contentBlockDelta", event));
    }

    private static ObjectNode at(int index) {
        return NODES.objectNode().put("contentBlockIndex", index);
    }

    @Override
    public @Nullable ConverseEvent next() {
        return events.poll();
    }

    @Override
    public void close() {
        events.clear();
    }
}
