package dev.portolan.wire.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.Message;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.Part;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.UserMessage;
import dev.portolan.chat.VendorState;
import dev.portolan.spi.support.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the items of {@code input} into messages: what the model made, item after item, is one assistant message; results that
 * follow each other are one tool message.
 */
final class InputReader {

    private final Origin origin;
    private final ItemReader items;
    private final InputContentReader content;

    InputReader(Origin origin, ItemReader items) {
        this.origin = origin;
        this.items = items;
        this.content = new InputContentReader(origin);
    }

    /**
     * Reads the items.
     *
     * @param input a list
     * @return the messages
     * @throws IllegalArgumentException when an item is none; the message names it
     */
    List<Message> read(JsonNode input) {
        Conversation conversation = new Conversation();
        for (int i = 0; i < input.size(); i++) {
            if (!(input.get(i) instanceof ObjectNode item)) {
                throw new IllegalArgumentException("input[" + i + "]: no object");
            }
            item(item, conversation);
        }
        return conversation.end();
    }

    private void item(ObjectNode item, Conversation to) {
        String type = item.path("type").asText(item.has("role") ? "message" : "item_reference");
        if (type.equals("message")) {
            switch (item.path("role").asText()) {
                case "user", "system", "developer" -> to.add(said(item));
                case "assistant" -> answer(item, to);
                default -> to.opaque(opaque(type, item));
            }
        } else if (type.equals("function_call_output") || type.equals("custom_tool_call_output")) {
            result(item, to);
        } else if (type.endsWith("_output") || type.equals("mcp_approval_response")) {
            to.result(opaque(type, item));
        } else if (item.has("role")) {
            to.add(new UserMessage(List.of(opaque(type, item))));
        } else {
            answer(item, to);
        }
    }

    private OtherPart opaque(String type, ObjectNode item) {
        return new OtherPart(type, origin.state(item.toString()));
    }

    private Message said(ObjectNode item) {
        List<Part> parts = content.read(item.path("content"));
        if (parts == null) {
            return new UserMessage(List.of(opaque("message", item)));
        }
        String role = item.path("role").asText();
        boolean user = role.equals("user");
        ObjectNode state = rest(item, user ? Set.of("type", "role", "content") : Set.of("type", "content"));
        VendorState kept = state.isEmpty() ? null : origin.state(state.toString());
        return user ? new UserMessage(parts, kept) : new SystemMessage(parts, kept);
    }

    private static ObjectNode rest(ObjectNode item, Set<String> known) {
        ObjectNode rest = item.deepCopy();
        rest.remove(known);
        return rest;
    }

    private void answer(ObjectNode item, Conversation to) {
        List<Part> parts;
        try {
            parts = items.read(WireJson.bytes(item));
        } catch (IOException e) {
            // The item has just been written.
            throw new UncheckedIOException(e);
        }
        boolean lost = parts.isEmpty() || unlike(item);
        to.answer(lost ? List.of(opaque(item.path("type").asText("message"), item)) : parts, isMessage(item));
    }

    /** Whether an answer has a form that would not be written again. */
    private static boolean unlike(ObjectNode item) {
        return item.path("type").asText().equals("function_call")
                && (!item.path("arguments").isTextual() || !item.path("call_id").isTextual());
    }

    private static boolean isMessage(ObjectNode item) {
        return item.path("type").asText("message").equals("message");
    }

    private void result(ObjectNode item, Conversation to) {
        List<Part> parts = content.read(item.path("output"));
        String callId = item.path("call_id").asText();
        if (parts == null || callId.isEmpty()) {
            to.result(opaque(item.path("type").asText(), item));
            return;
        }
        ObjectNode state = rest(item, Set.of("type", "call_id", "output"));
        to.result(new ToolResult(
                callId, to.toolName(callId), parts, false, state.isEmpty() ? null : origin.state(state.toString())));
    }

    /** The messages so far, and the one that the next item may continue. */
    private static final class Conversation {
        private final List<Message> messages = new ArrayList<>();
        private final List<Part> answer = new ArrayList<>();
        private final List<Part> results = new ArrayList<>();
        private final Map<String, String> toolNames = new HashMap<>();

        void add(Message message) {
            close();
            messages.add(message);
        }

        void answer(List<Part> parts, boolean message) {
            closeResults();
            if (message && !answer.isEmpty() && wouldMerge(answer.get(answer.size() - 1), parts.get(0))) {
                closeAnswer();
            }
            answer.addAll(parts);
            for (Part part : parts) {
                if (part instanceof ToolCall call) {
                    toolNames.put(call.id(), call.name());
                }
            }
        }

        void opaque(OtherPart part) {
            closeResults();
            answer.add(part);
        }

        void result(Part result) {
            closeAnswer();
            results.add(result);
        }

        String toolName(String callId) {
            return toolNames.getOrDefault(callId, "");
        }

        List<Message> end() {
            close();
            return messages;
        }

        /** Two messages in a row with the same state, or with none, would be written as one. */
        private static boolean wouldMerge(Part last, Part next) {
            return !(last instanceof TextPart)
                    || !(next instanceof TextPart)
                    || equal(last.vendorState(), next.vendorState());
        }

        private static boolean equal(@Nullable VendorState one, @Nullable VendorState other) {
            return one == null ? other == null : one.equals(other);
        }

        private void close() {
            closeAnswer();
            closeResults();
        }

        private void closeAnswer() {
            if (!answer.isEmpty()) {
                messages.add(new AssistantMessage(answer));
                answer.clear();
            }
        }

        private void closeResults() {
            if (!results.isEmpty()) {
                messages.add(new ToolMessage(results));
                results.clear();
            }
        }
    }
}
