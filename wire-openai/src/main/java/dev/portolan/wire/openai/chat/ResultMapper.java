package dev.portolan.wire.openai.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.Part;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.Warning;
import dev.portolan.spi.support.CallIds;
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
 * Writes results of tools. Each is a message of its own (T16); media in one, which a tool message cannot hold, follow in a user
 * message (T20) when all results of the turn are written, for nothing may come between a call and its results.
 *
 * @see <a href="https://platform.openai.com/docs/guides/function-calling">OpenAI: function calling</a>
 */
final class ResultMapper {

    private final WireProfile profile;
    private final JsonGenerator json;
    private final List<Warning> warnings;
    private final StateFields states;
    private final PartMapper parts;
    private final CallIds ids;
    private final Set<String> executed = new HashSet<>(0);
    private final List<Part> moved = new ArrayList<>(0);
    private String movedFrom = "";

    ResultMapper(
            WireProfile profile,
            JsonGenerator json,
            List<Warning> warnings,
            StateFields states,
            PartMapper parts,
            CallIds ids) {
        this.profile = profile;
        this.json = json;
        this.warnings = warnings;
        this.states = states;
        this.parts = parts;
        this.ids = ids;
    }

    /** A call that is not sent, since a provider ran it itself; nor is its result. */
    void executed(String callId) {
        executed.add(callId);
    }

    void write(ToolMessage message, String field) throws IOException {
        for (int i = 0; i < message.parts().size(); i++) {
            Part part = message.parts().get(i);
            String at = field + ".parts[" + i + "]";
            if (part instanceof ToolResult result && executed.contains(result.callId())) {
                warnings.add(
                        new Warning("left-out", at, "The result of a call that a provider ran itself is not sent"));
            } else if (part instanceof ToolResult result) {
                result(result, at, field);
            } else if (part instanceof OtherPart other) {
                JsonNode state = states.of(other.vendorState(), at);
                if (state != null) {
                    WireJson.mapper().writeTree(json, state);
                }
            }
        }
    }

    /** No more results of this turn: what had to move follows. */
    void close() throws IOException {
        if (moved.isEmpty()) {
            return;
        }
        warnings.add(new Warning("rewritten", movedFrom, "Media of tool results follow in a user message"));
        json.writeStartObject();
        json.writeStringField("role", "user");
        json.writeFieldName("content");
        parts.content(moved, movedFrom, true);
        json.writeEndObject();
        moved.clear();
    }

    private void result(ToolResult result, String at, String message) throws IOException {
        JsonNode state = states.of(result.vendorState(), at);
        json.writeStartObject();
        boolean legacy = state != null && state.path("role").asText().equals("function");
        json.writeStringField("role", legacy ? "function" : "tool");
        if (!legacy) {
            json.writeStringField("tool_call_id", ids.result(result.callId()));
        }
        if (legacy || (profile.has(Quirk.TOOL_MESSAGE_NAME) && (state == null || !state.has("name")))) {
            json.writeStringField("name", result.toolName());
        }
        json.writeFieldName("content");
        parts.content(staying(result, message), at, true);
        rest(state);
        json.writeEndObject();
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

    /** The content without the media that have to move; those that came in a tool message of this wire stay. */
    private List<Part> staying(ToolResult result, String message) {
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
            movedFrom = message;
            moved.add(before, new TextPart("Output of tool " + result.toolName() + ":"));
            if (staying.isEmpty()) {
                staying.add(new TextPart("The output follows in the next message."));
            }
        }
        return staying;
    }
}
