package dev.portolan.wire.openai.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.AudioPart;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.CitationPart;
import dev.portolan.chat.Message;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.UserMessage;
import dev.portolan.chat.Warning;
import dev.portolan.spi.support.CallIds;
import dev.portolan.spi.support.ToolNames;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.openai.Quirk;
import dev.portolan.wire.openai.WireProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages. Ids of tool calls are as the server takes them (T3): OpenAI takes at most 40 characters, Mistral nine letters
 * and digits.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat/create#chat-create-messages">OpenAI: messages</a>
 * @see <a href="https://docs.mistral.ai/capabilities/function_calling/">Mistral: function calling</a>
 */
final class MessageMapper {

    private static final Pattern ID = Pattern.compile(".{1,40}", Pattern.DOTALL);
    private static final int ID_DIGITS = 22;
    private static final Pattern SHORT_ID = Pattern.compile("[a-zA-Z0-9]{9}");
    private static final int SHORT_DIGITS = 9;

    private final WireProfile profile;
    private final JsonGenerator json;
    private final List<Warning> warnings;
    private final StateFields states;
    private final PartMapper parts;
    private final CallIds ids;
    private List<Tool> declared = List.of();
    private final ResultMapper results;

    MessageMapper(WireProfile profile, JsonGenerator json, List<Warning> warnings) {
        this.profile = profile;
        this.json = json;
        this.warnings = warnings;
        this.states = new StateFields(profile.origin(ChatCompletionsWire.API), warnings);
        this.parts = new PartMapper(profile, json, states);
        this.ids = profile.has(Quirk.SHORT_TOOL_IDS)
                ? new CallIds(SHORT_ID, "", SHORT_DIGITS)
                : new CallIds(ID, "call_", ID_DIGITS);
        this.results = new ResultMapper(profile, json, warnings, states, parts, ids);
    }

    void write(ChatRequest request) throws IOException {
        declared = request.tools();
        List<Message> messages = request.messages();
        json.writeArrayFieldStart("messages");
        for (int i = 0; i < messages.size(); i++) {
            String field = "messages[" + i + "]";
            Message message = messages.get(i);
            if (!(message instanceof ToolMessage)) {
                results.close();
            }
            if (message instanceof SystemMessage) {
                plain(message, "system", field);
            } else if (message instanceof UserMessage) {
                plain(message, "user", field);
            } else if (message instanceof AssistantMessage assistant) {
                assistant(assistant, field);
            } else if (message instanceof ToolMessage tool) {
                results.write(tool, field);
            }
        }
        results.close();
        json.writeEndArray();
    }

    private void plain(Message message, String role, String field) throws IOException {
        JsonNode state = states.of(message.vendorState(), field);
        json.writeStartObject();
        json.writeStringField("role", role(role, state));
        json.writeFieldName("content");
        parts.content(message.parts(), field, role.equals("user"));
        rest(state);
        json.writeEndObject();
    }

    private String role(String role, @Nullable JsonNode state) {
        boolean developer = state != null && state.path("role").asText().equals("developer");
        return developer && !profile.has(Quirk.NO_DEVELOPER_ROLE) ? "developer" : role;
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
                    results.executed(call.id());
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
            parts.content(content, field, false);
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
        for (int i = 0; i < modern.size(); i++) {
            call(modern.get(i), ownState(modern.get(i)), i == 0, field);
        }
        json.writeEndArray();
    }

    private @Nullable JsonNode ownState(ToolCall call) {
        return states.own(call.vendorState());
    }

    private void call(ToolCall call, @Nullable JsonNode state, boolean first, String field) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", ids.call(call.id()));
        if (state != null && state.path("type").asText().equals("custom")) {
            json.writeStringField("type", "custom");
            json.writeObjectFieldStart("custom");
            json.writeStringField("name", name(call));
            json.writeStringField("input", freeText(call.arguments()));
            json.writeEndObject();
        } else {
            json.writeStringField("type", "function");
            json.writeFieldName("function");
            function(call);
            rest(state);
            if (first && profile.has(Quirk.THOUGHT_SIGNATURES) && (state == null || !state.has("extra_content"))) {
                unsigned(field);
            }
        }
        json.writeEndObject();
    }

    /**
     * Stands for a signature that is not there (T21).
     *
     * @see <a href="https://ai.google.dev/gemini-api/docs/thought-signatures">Google: thought signatures</a>
     */
    private void unsigned(String field) throws IOException {
        json.writeObjectFieldStart("extra_content");
        json.writeObjectFieldStart("google");
        json.writeStringField("thought_signature", "skip_thought_signature_validator");
        json.writeEndObject();
        json.writeEndObject();
        warnings.add(new Warning(
                "rewritten", field, "Calls without a thought signature of " + profile.provider() + " skip its check"));
    }

    private static String freeText(String arguments) {
        return WireJson.isObject(arguments)
                ? WireJson.tree(arguments).path("input").asText()
                : arguments;
    }

    /** What the model made up must not spoil the request; a tool that exists keeps the name that it is offered by. */
    private String name(ToolCall call) {
        boolean known = declared.stream().anyMatch(tool -> tool.name().equals(call.name()));
        return known ? call.name() : ToolNames.wire(call.name());
    }

    private void leftOut(String field, String what) {
        warnings.add(new Warning("left-out", field, what));
    }

    private void function(ToolCall call) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name(call));
        json.writeStringField("arguments", call.arguments());
        json.writeEndObject();
    }
}
