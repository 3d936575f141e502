package dev.portolan.wire.openai.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.AudioPart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.UserMessage;
import dev.portolan.chat.VendorState;
import dev.portolan.spi.support.CallIds;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.openai.WireProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages: the other direction of {@link MessageMapper}. Fields without a noun are kept as vendor state of the message;
 * results that follow each other become one tool message.
 */
final class MessageReader {

    private final String origin;
    private final PartReader parts;
    private final Map<String, String> toolNames = new HashMap<>();

    MessageReader(WireProfile profile) {
        this.origin = profile.origin(ChatCompletionsWire.API);
        this.parts = new PartReader(profile);
    }

    List<Message> read(JsonNode array) {
        List<Message> messages = new ArrayList<>();
        List<Part> results = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            String field = "messages[" + i + "]";
            JsonNode node = array.get(i);
            if (!node.isObject()) {
                throw new IllegalArgumentException(field + ": is no object");
            }
            String role = node.path("role").asText();
            boolean tool = role.equals("tool") || role.equals("function");
            if (!tool) {
                flush(results, messages);
            }
            switch (role) {
                case "system" ->
                    messages.add(new SystemMessage(content(node, field), state(node, Set.of("content"), null)));
                case "developer" ->
                    messages.add(new SystemMessage(content(node, field), state(node, Set.of("content"), "developer")));
                case "user" ->
                    messages.add(new UserMessage(content(node, field), state(node, Set.of("content"), null)));
                case "assistant" -> messages.add(assistant(node, field));
                case "tool", "function" -> results.add(result(node, role, field));
                default -> throw new IllegalArgumentException(field + ".role: is none of those known");
            }
        }
        flush(results, messages);
        return messages;
    }

    private static void flush(List<Part> results, List<Message> messages) {
        if (!results.isEmpty()) {
            messages.add(new ToolMessage(results));
            results.clear();
        }
    }

    private List<Part> content(JsonNode node, String field) {
        List<Part> found = new ArrayList<>();
        JsonNode content = node.path("content");
        if (content.isTextual()) {
            if (!content.asText().isEmpty()) {
                found.add(new TextPart(content.asText()));
            }
        } else if (content.isArray()) {
            for (int i = 0; i < content.size(); i++) {
                found.add(parts.read(content.get(i), field + ".content[" + i + "]"));
            }
        } else if (!content.isNull() && !content.isMissingNode()) {
            throw new IllegalArgumentException(field + ".content: is neither text nor array");
        }
        return found;
    }

    /** What a message has beside what is known, and its role where that is not the usual one. */
    private @Nullable VendorState state(JsonNode node, Set<String> known, @Nullable String role) {
        ObjectNode rest = WireJson.mapper().createObjectNode();
        if (role != null) {
            rest.put("role", role);
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = field.getKey();
            if (!name.equals("role")
                    && !known.contains(name)
                    && !field.getValue().isNull()) {
                rest.set(name, field.getValue());
            }
        }
        return rest.isEmpty() ? null : new VendorState(origin, rest.toString());
    }

    private AssistantMessage assistant(JsonNode node, String field) {
        List<Part> found = new ArrayList<>();
        Set<String> known = new HashSet<>(Set.of("content", "refusal", "tool_calls", "function_call"));
        reasoning(node, found, known);
        for (Part part : content(node, field)) {
            found.add(part);
        }
        if (node.path("refusal").isTextual()) {
            found.add(new RefusalPart(node.path("refusal").asText()));
        }
        if (node.path("audio").path("id").isTextual() && node.path("audio").size() == 1) {
            known.add("audio");
            found.add(new AudioPart(
                    new Media.FileReference(node.path("audio").path("id").asText(), null),
                    null,
                    new VendorState(origin, node.path("audio").toString())));
        }
        JsonNode calls = node.path("tool_calls");
        for (int i = 0; i < calls.size(); i++) {
            ToolCall call = call(calls.get(i), field + ".tool_calls[" + i + "]");
            toolNames.put(call.id(), call.name());
            found.add(call);
        }
        JsonNode legacy = node.path("function_call");
        if (legacy.isObject()) {
            found.add(new ToolCall(
                    CallIds.madeUp(),
                    legacy.path("name").asText(),
                    legacy.path("arguments").asText(),
                    true,
                    false,
                    new VendorState(origin, "{\"function_call\":true}")));
        }
        return new AssistantMessage(found, state(node, known, null));
    }

    private void reasoning(JsonNode node, List<Part> found, Set<String> known) {
        String text = null;
        ObjectNode state = WireJson.mapper().createObjectNode();
        ArrayNode fields = WireJson.mapper().createArrayNode();
        for (String name : List.of("reasoning_content", "reasoning")) {
            JsonNode value = node.path(name);
            if (value.isTextual() && (text == null || text.equals(value.asText()))) {
                text = value.asText();
                fields.add(name);
                known.add(name);
            }
        }
        if (!fields.isEmpty()) {
            state.set("fields", fields);
        }
        if (node.path("reasoning_details").isArray()) {
            state.set("reasoning_details", node.path("reasoning_details"));
            known.add("reasoning_details");
        }
        if (!state.isEmpty()) {
            found.add(new ReasoningPart(text == null ? "" : text, new VendorState(origin, state.toString())));
        }
    }

    private ToolCall call(JsonNode node, String field) {
        JsonNode function = node.path("function");
        JsonNode custom = node.path("custom");
        if (custom.isObject()) {
            String input = WireJson.mapper()
                    .createObjectNode()
                    .put("input", custom.path("input").asText())
                    .toString();
            return new ToolCall(
                    node.path("id").asText(),
                    custom.path("name").asText(),
                    input,
                    false,
                    false,
                    new VendorState(origin, "{\"type\":\"custom\"}"));
        }
        if (!function.isObject() || !function.path("name").isTextual()) {
            throw new IllegalArgumentException(field + ".function: has no name");
        }
        JsonNode arguments = function.path("arguments");
        return new ToolCall(
                node.path("id").asText(),
                function.path("name").asText(),
                arguments.isContainerNode() ? arguments.toString() : arguments.asText(),
                false,
                false,
                state(node, Set.of("id", "type", "function"), null));
    }

    private ToolResult result(JsonNode node, String role, String field) {
        String id = node.path("tool_call_id").asText();
        String name = node.path("name").asText();
        boolean legacy = role.equals("function");
        return new ToolResult(
                id,
                name.isEmpty() ? toolNames.getOrDefault(id, "") : name,
                parts.inToolMessage(content(node, field)),
                false,
                state(
                        node,
                        legacy ? Set.of("content", "name") : Set.of("content", "tool_call_id"),
                        legacy ? role : null));
    }
}
