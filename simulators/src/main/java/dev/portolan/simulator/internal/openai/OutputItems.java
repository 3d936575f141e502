package dev.portolan.simulator.internal.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ToolCall;
import dev.portolan.simulator.internal.Answer;
import dev.portolan.simulator.internal.TokenPieces;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The items of a response: first the thought, then what was said, then the calls. */
final class OutputItems {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private OutputItems() {}

    static List<ObjectNode> of(Answer answer, ResponsesCall call, Ids ids) {
        List<ObjectNode> items = new ArrayList<>();
        if (ModelTraits.of(call.model().model()).thinks(call.effort()) || answer.reasoning() != null) {
            items.add(thought(answer, call, ids));
        }
        boolean cut = answer.finish() == FinishReason.Kind.LENGTH;
        if (answer.refusal() != null) {
            items.add(message(NODES.objectNode().put("type", "refusal").put("refusal", answer.refusal()), ids, cut));
        } else if (answer.text() != null && !(cut && answer.text().isEmpty())) {
            items.add(message(
                    text(answer.text(), call.prompt().request().logprobs()),
                    ids,
                    cut && answer.toolCalls().isEmpty()));
        }
        for (ToolCall toolCall : answer.toolCalls()) {
            items.add(call(toolCall, ids));
        }
        return items;
    }

    /** The log-probabilities come when {@code message.output_text.logprobs} is included. */
    private static ObjectNode text(String text, @Nullable Integer logprobs) {
        ObjectNode part = NODES.objectNode().put("type", "output_text");
        part.putArray("annotations");
        if (logprobs == null) {
            part.putArray("logprobs");
        } else {
            part.set("logprobs", Logprobs.of(TokenPieces.of(text), logprobs));
        }
        return part.put("text", text);
    }

    private static ObjectNode thought(Answer answer, ResponsesCall call, Ids ids) {
        ObjectNode item = NODES.objectNode().put("id", ids.item("rs")).put("type", "reasoning");
        ArrayNode summary = item.putArray("summary");
        if (call.summary() && answer.reasoning() != null) {
            summary.addObject().put("type", "summary_text").put("text", answer.reasoning());
        }
        if (call.encrypted()) {
            item.put("encrypted_content", "gAAAAA" + ids.item("enc"));
        }
        return item;
    }

    private static ObjectNode message(ObjectNode part, Ids ids, boolean cut) {
        ObjectNode item = NODES.objectNode().put("id", ids.item("msg")).put("type", "message");
        item.put("status", cut ? "incomplete" : "completed");
        item.putArray("content").add(part);
        return item.put("role", "assistant");
    }

    private static ObjectNode call(ToolCall toolCall, Ids ids) {
        return NODES.objectNode()
                .put("id", ids.item("fc"))
                .put("type", "function_call")
                .put("status", "completed")
                .put("arguments", toolCall.arguments())
                .put("call_id", toolCall.id())
                .put("name", toolCall.name());
    }

    /** Why a response is not complete, or {@code null} when it is. */
    static @Nullable String incompleteReason(Answer answer) {
        return switch (answer.finish()) {
            case LENGTH -> "max_output_tokens";
            case CONTENT_FILTER -> "content_filter";
            default -> null;
        };
    }
}
