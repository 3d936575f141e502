package dev.portolan.ollama;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolChoice;
import java.io.IOException;

/**
 * Writes tools and the form of the answer. There is no choice among tools on this wire, and none is kept by offering none; nor is
 * anything strict (OL5).
 *
 * @see <a href="https://docs.ollama.com/capabilities/tool-calling">Ollama: tool calling</a>
 * @see <a href="https://docs.ollama.com/capabilities/structured-outputs">Ollama: structured outputs</a>
 */
final class ToolMapper {

    private ToolMapper() {}

    /** Whether the model shall see tools. */
    static boolean offered(ChatRequest request) {
        ToolChoice choice = request.toolChoice();
        return !request.tools().isEmpty() && (choice == null || choice.mode() != ToolChoice.Mode.NONE);
    }

    static void write(JsonGenerator json, ChatRequest request) throws IOException {
        if (offered(request)) {
            json.writeArrayFieldStart("tools");
            for (Tool tool : request.tools()) {
                tool(json, tool);
            }
            json.writeEndArray();
        }
        OutputFormat format = request.outputFormat();
        if (format instanceof OutputFormat.Json) {
            json.writeStringField("format", "json");
        } else if (format instanceof OutputFormat.Schema schema) {
            json.writeFieldName("format");
            json.writeRawValue(schema.schema().json());
        }
    }

    private static void tool(JsonGenerator json, Tool tool) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "function");
        json.writeObjectFieldStart("function");
        json.writeStringField("name", tool.name());
        if (!tool.description().isBlank()) {
            json.writeStringField("description", tool.description());
        }
        json.writeFieldName("parameters");
        json.writeRawValue(tool.parameters().json());
        json.writeEndObject();
        json.writeEndObject();
    }
}
