package dev.portolan.wire.openai.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.AudioPart;
import dev.portolan.chat.CitationPart;
import dev.portolan.chat.Message;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.UserMessage;
import dev.portolan.chat.Warning;
import dev.portolan.spi.support.FailedResult;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.openai.Quirk;
import dev.portolan.wire.openai.WireProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages. Every tool result is a message of its own; media in one, which a tool message cannot hold, follow in a user
 * message.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat/create#chat-create-messages">OpenAI: messages</a>
 */
final class MessageMapper {

    private final WireProfile profile;
    private final JsonGenerator json;
    private final List<Warning> warnings;
    private final StateFields states;
    private final PartMapper parts;
    private final ToolCallIds ids;
    private final Set<String> executed = new HashSet<>(0);

    MessageMapper(WireProfile profile, JsonGenerator json, List<Warning> warnings) {
        this.profile = profile;
        this.json = json;
        this.warnings = warnings;
        this.states = new StateFields(profile.origin(ChatCompletionsWire.API), warnings);
        this.parts = new PartMapper(profile, json, states);
        this.ids = new ToolCallIds(profile);
    }

    void write(List<Message> messages) throws IOException {
        json.writeArrayFieldStart("messages");
        for (int i = 0; i < messages.size(); i++) {
            String field = "messages[" + i + "]";
            Message message = messages.get(i);
            if (message instanceof SystemMessage) {
                plain(message, "system", field);
            } else if (message instanceof UserMessage) {
                plain(message, "user", field);
            } else if (message instanceof AssistantMessage assistant) {
                assistant(assistant, field);
            } else if (message instanceof ToolMessage tool) {
                tool(tool, field);
            }
        }
        json.writeEndArray();
    }

    private void plain(Message message, String role, String field) throws IOException {
        JsonNode state = states.of(message.vendorState(), field);
        json.writeStartObject();
        json.writeStringField("role", role(role, state));
        json.writeFieldName("content");
        content(message.parts(), field, role.equals("user"));
        rest(state);
        json.writeEndObject();
    }

    private String role(String role, @Nullable JsonNode state) {
        boolean developer = state != null && state.path("role").asText().equals("developer");
        return developer && !profile.has(Quirk.NO_DEVELOPER_ROLE) ? "developer" : role;
    }

    /** One plain text is a string, which every server takes; anything else is an array of parts. */
    private void content(List<? extends Part> content, String field, boolean mediaAllowed) throws IOException {
        if (content.isEmpty()) {
            json.writeString("");
        } else if (content.size() == 1
                && content.get(0) instanceof TextPart text
                && states.of(text.vendorState(), field) == null) {
            json.writeString(text.text());
        } else {
            json.writeStartArray();
            for (int i = 0; i < content.size(); i++) {
                parts.write(content.get(i), field + ".parts[" + i + "]", mediaAllowed);
            }
            json.writeEndArray();
        }
    }

    /** Fields of a message that are not known here, as they came. */
    private void rest(@Nullable JsonNode state) throws IOException {
        if (state != null) {
            for (Map.Entry<String, JsonNode> each : state.properties()) {
                if (!each.getKey().equals("role")) {
                    json.writeFieldName(each.getKey());
                    WireJson.mapper().writeTree(json, each.getValue());
                }
            }
        }
    }

    private void assistant(AssistantMessage message, String field) throws IOException {
        List<Part> content = new ArrayList<>(message.parts().size());
        List<ToolCall> calls = new ArrayList<>(2);
        List<JsonNode> annotations = new ArrayList<>(0);
        StringBuilder refusal = null;
        json.writeStartObject();
        json.writeStringField("role", "assistant");
        for (int i = 0; i < message.parts().size(); i++) {
            Part part = message.parts().get(i);
            String at = field + ".parts[" + i + "]";
            if (part instanceof TextPart) {
                content.add(part);
            } else if (part instanceof ToolCall call) {
                if (call.providerExecuted()) {
                    executed.add(call.id());
                    leftOut(at, "A call that a provider ran itself is not sent");
                } else {
                    calls.add(call);
                }
            } else if (part instanceof RefusalPart said) {
                refusal = (refusal == null ? new StringBuilder() : refusal).append(said.text());
            } else if (part instanceof ReasoningPart thought) {
                reasoning(thought, at, content);
            } else if (part instanceof AudioPart audio) {
                audio(audio, at);
            } else if (part instanceof OtherPart other) {
                JsonNode state = states.of(other.vendorState(), at);
                if (state != null && state.has("annotation")) {
                    annotations.add(state.path("annotation"));
                } else if (state != null) {
                    content.add(part);
                }
            } else if (part instanceof CitationPart) {
                leftOut(at, "Citations are not sent: an assistant message has no place for them");
            } else {
                throw parts.unsupported(part, at, "in an assistant message");
            }
        }
        JsonNode state = states.of(message.vendorState(), field);
        if (!content.isEmpty() || (calls.isEmpty() && refusal == null)) {
            json.writeFieldName("content");
            content(content, field, false);
        } else {
            json.writeNullField("content");
        }
        if (refusal != null) {
            json.writeStringField("refusal", refusal.toString());
        }
        calls(calls, field);
        if (!annotations.isEmpty()) {
            json.writeFieldName("annotations");
            json.writeStartArray();
            for (JsonNode annotation : annotations) {
                WireJson.mapper().writeTree(json, annotation);
            }
            json.writeEndArray();
        }
        rest(state);
        json.writeEndObject();
    }

    /** Reasoning goes back where it came from and nowhere else: to others it would be an unknown field. */
    private void reasoning(ReasoningPart thought, String field, List<Part> content) throws IOException {
        if (thought.vendorState() == null) {
            leftOut(field, "Reasoning is not sent: " + profile.provider() + " does not take it back");
            return;
        }
        JsonNode state = states.of(thought.vendorState(), field);
        if (state == null) {
            return;
        }
        if (state.has("part")) {
            content.add(thought);
            return;
        }
        for (JsonNode name : state.path("fields")) {
            json.writeStringField(name.asText(), thought.text());
        }
        if (state.has("reasoning_details")) {
            json.writeFieldName("reasoning_details");
            WireJson.mapper().writeTree(json, state.path("reasoning_details"));
        }
    }

    private void audio(AudioPart audio, String field) throws IOException {
        JsonNode state = states.of(audio.vendorState(), field);
        if (state == null || !state.has("id")) {
            throw parts.unsupported(
                    audio, field, "in an assistant message, but by the id it was given by this provider");
        }
        json.writeObjectFieldStart("audio");
        json.writeStringField("id", state.path("id").asText());
        json.writeEndObject();
    }

    private void calls(List<ToolCall> calls, String field) throws IOException {
        List<ToolCall> modern = new ArrayList<>(calls.size());
        for (ToolCall call : calls) {
            JsonNode state = states.of(call.vendorState(), field);
            if (state != null && state.has("function_call")) {
                json.writeFieldName("function_call");
                function(call);
            } else {
                modern.add(call);
            }
        }
        if (modern.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("tool_calls");
        for (ToolCall call : modern) {
            call(call, ownState(call));
        }
        json.writeEndArray();
    }

    private @Nullable JsonNode ownState(ToolCall call) {
        return states.own(call.vendorState());
    }

    private void call(ToolCall call, @Nullable JsonNode state) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", ids.of(call.id()));
        if (state != null && state.path("type").asText().equals("custom")) {
            json.writeStringField("type", "custom");
            json.writeObjectFieldStart("custom");
            json.writeStringField("name", call.name());
            json.writeStringField("input", freeText(call.arguments()));
            json.writeEndObject();
        } else {
            json.writeStringField("type", "function");
            json.writeFieldName("function");
            function(call);
            rest(state);
        }
        json.writeEndObject();
    }

    private static String freeText(String arguments) {
        return WireJson.isObject(arguments)
                ? WireJson.tree(arguments).path("input").asText()
                : arguments;
    }

    private void leftOut(String field, String what) {
        warnings.add(new Warning("left-out", field, what));
    }

    private void function(ToolCall call) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", call.name());
        json.writeStringField("arguments", call.arguments());
        json.writeEndObject();
    }

    private void tool(ToolMessage message, String field) throws IOException {
        List<Part> moved = new ArrayList<>(0);
        for (int i = 0; i < message.parts().size(); i++) {
            Part part = message.parts().get(i);
            String at = field + ".parts[" + i + "]";
            if (part instanceof ToolResult result && executed.contains(result.callId())) {
                leftOut(at, "The result of a call that a provider ran itself is not sent");
            } else if (part instanceof ToolResult result) {
                result(result, at, moved);
            } else if (part instanceof OtherPart other) {
                JsonNode state = states.of(other.vendorState(), at);
                if (state != null) {
                    WireJson.mapper().writeTree(json, state);
                }
            }
        }
        if (!moved.isEmpty()) {
            warnings.add(new Warning("rewritten", field, "Media of tool results follow in a user message"));
            json.writeStartObject();
            json.writeStringField("role", "user");
            json.writeFieldName("content");
            content(moved, field, true);
            json.writeEndObject();
        }
    }

    private void result(ToolResult result, String field, List<Part> moved) throws IOException {
        JsonNode state = states.of(result.vendorState(), field);
        json.writeStartObject();
        boolean legacy = state != null && state.path("role").asText().equals("function");
        json.writeStringField("role", legacy ? "function" : "tool");
        if (!legacy) {
            json.writeStringField("tool_call_id", ids.of(result.callId()));
        }
        if (legacy || (profile.has(Quirk.TOOL_MESSAGE_NAME) && (state == null || !state.has("name")))) {
            json.writeStringField("name", result.toolName());
        }
        json.writeFieldName("content");
        content(staying(result, moved), field, true);
        rest(state);
        json.writeEndObject();
    }

    /** The content without the media that have to move; those that came in a tool message of this wire stay. */
    private List<Part> staying(ToolResult result, List<Part> moved) {
        List<Part> content = FailedResult.content(result);
        List<Part> staying = new ArrayList<>(content.size());
        int before = moved.size();
        for (Part part : content) {
            if (part instanceof TextPart || part instanceof OtherPart || states.owns(part.vendorState())) {
                staying.add(part);
            } else {
                moved.add(part);
            }
        }
        if (moved.size() > before) {
            moved.add(before, new TextPart("Output of tool " + result.toolName() + ":"));
            if (staying.isEmpty()) {
                staying.add(new TextPart("The output follows in the next message."));
            }
        }
        return staying;
    }
}
