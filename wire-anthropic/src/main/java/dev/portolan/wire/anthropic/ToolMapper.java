package dev.portolan.wire.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolChoice;
import java.io.IOException;
import java.util.List;

/**
 * Writes the tools and what the model may do with them. The switch for parallel calls is part of the choice here, and says the
 * opposite.
 *
 * @see <a href="https://platform.claude.com/docs/en/agents-and-tools/tool-use/implement-tool-use">Anthropic: how to implement
 *     tool use</a>
 */
final class ToolMapper {

    private final CacheMarks marks;

    ToolMapper(CacheMarks marks) {
        this.marks = marks;
    }

    /** Writes {@code tools} and {@code tool_choice}. */
    void write(JsonGenerator out, ChatRequest request) throws IOException {
        List<Tool> tools = request.tools();
        if (!tools.isEmpty()) {
            out.writeArrayFieldStart("tools");
            for (int i = 0; i < tools.size(); i++) {
                tool(out, tools.get(i), i == tools.size() - 1 && marks.at("tools"));
            }
            out.writeEndArray();
        }
        choice(out, request);
    }

    private void tool(JsonGenerator out, Tool tool, boolean marked) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", tool.name());
        if (!tool.description().isBlank()) {
            out.writeStringField("description", tool.description());
        }
        out.writeFieldName("input_schema");
        out.writeRawValue(tool.parameters().json());
        if (tool.strict() != null) {
            out.writeBooleanField("strict", tool.strict());
        }
        if (marked) {
            marks.write(out);
        }
        out.writeEndObject();
    }

    private static void choice(JsonGenerator out, ChatRequest request) throws IOException {
        ToolChoice choice = request.toolChoice();
        Boolean parallel = request.parallelToolCalls();
        if (choice == null && (parallel == null || request.tools().isEmpty())) {
            return;
        }
        ToolChoice.Mode mode = choice == null ? ToolChoice.Mode.AUTO : choice.mode();
        out.writeObjectFieldStart("tool_choice");
        out.writeStringField(
                "type",
                switch (mode) {
                    case AUTO -> "auto";
                    case REQUIRED -> "any";
                    case NAMED -> "tool";
                    case NONE -> "none";
                });
        if (choice != null && mode == ToolChoice.Mode.NAMED) {
            out.writeStringField("name", choice.toolName());
        }
        if (parallel != null && mode != ToolChoice.Mode.NONE) {
            out.writeBooleanField("disable_parallel_tool_use", !parallel);
        }
        out.writeEndObject();
    }
}
