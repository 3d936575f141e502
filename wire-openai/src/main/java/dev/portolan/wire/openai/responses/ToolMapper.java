package dev.portolan.wire.openai.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolChoice;
import dev.portolan.wire.openai.Quirk;
import dev.portolan.wire.openai.WireProfile;
import java.io.IOException;
import java.util.Locale;

/**
 * Writes the tools, in the flat form of this API, and what the model may do with them.
 *
 * @see <a href="https://platform.openai.com/docs/guides/function-calling">OpenAI: function calling</a>
 */
final class ToolMapper {

    private final boolean strict;
    private final boolean parallel;

    ToolMapper(WireProfile profile) {
        this.strict = !profile.has(Quirk.NO_STRICT);
        this.parallel = !profile.has(Quirk.NO_PARALLEL_TOOL_CALLS);
    }

    /**
     * Writes {@code tools}, {@code tool_choice} and {@code parallel_tool_calls}.
     *
     * @param out stands inside the request
     * @param request what is asked
     * @param leftOut is told what cannot travel
     * @throws IOException never
     */
    void write(JsonGenerator out, ChatRequest request, LeftOut leftOut) throws IOException {
        if (!request.tools().isEmpty()) {
            out.writeArrayFieldStart("tools");
            for (Tool tool : request.tools()) {
                tool(out, tool, leftOut);
            }
            out.writeEndArray();
        }
        ToolChoice choice = request.toolChoice();
        if (choice != null) {
            choice(out, choice);
        }
        if (request.parallelToolCalls() != null) {
            if (parallel) {
                out.writeBooleanField("parallel_tool_calls", request.parallelToolCalls());
            } else {
                leftOut.setting("parallelToolCalls", "The server has no such switch; parallelToolCalls is not sent");
            }
        }
    }

    private void tool(JsonGenerator out, Tool tool, LeftOut leftOut) throws IOException {
        out.writeStartObject();
        out.writeStringField("type", "function");
        out.writeStringField("name", tool.name());
        if (!tool.description().isBlank()) {
            out.writeStringField("description", tool.description());
        }
        out.writeFieldName("parameters");
        out.writeRawValue(tool.parameters().json());
        if (tool.strict() != null) {
            if (strict) {
                out.writeBooleanField("strict", tool.strict());
            } else if (tool.strict()) {
                leftOut.setting("tools.strict", "The server enforces no schema of arguments; strict is not sent");
            }
        }
        out.writeEndObject();
    }

    private static void choice(JsonGenerator out, ToolChoice choice) throws IOException {
        if (choice.mode() == ToolChoice.Mode.NAMED) {
            out.writeObjectFieldStart("tool_choice");
            out.writeStringField("type", "function");
            out.writeStringField("name", choice.toolName());
            out.writeEndObject();
        } else {
            out.writeStringField("tool_choice", choice.mode().name().toLowerCase(Locale.ROOT));
        }
    }
}
