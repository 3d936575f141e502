package dev.portolan.wire.openai.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.Warning;
import dev.portolan.wire.openai.Quirk;
import dev.portolan.wire.openai.WireProfile;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes tools, the choice among them, and the form of the answer.
 *
 * @see <a href="https://platform.openai.com/docs/guides/function-calling">OpenAI: function calling</a>
 */
final class ToolMapper {

    private final WireProfile profile;
    private final JsonGenerator json;
    private final List<Warning> warnings;

    ToolMapper(WireProfile profile, JsonGenerator json, List<Warning> warnings) {
        this.profile = profile;
        this.json = json;
        this.warnings = warnings;
    }

    void write(ChatRequest request) throws IOException {
        if (!request.tools().isEmpty()) {
            json.writeArrayFieldStart("tools");
            for (Tool tool : request.tools()) {
                tool(tool);
            }
            json.writeEndArray();
        }
        if (request.toolChoice() != null) {
            choice(request.toolChoice());
        }
        parallel(request);
        if (request.outputFormat() != null) {
            format(request.outputFormat());
        }
    }

    private void tool(Tool tool) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "function");
        json.writeObjectFieldStart("function");
        json.writeStringField("name", tool.name());
        if (!tool.description().isEmpty()) {
            json.writeStringField("description", tool.description());
        }
        json.writeFieldName("parameters");
        json.writeRawValue(tool.parameters().json());
        strict("tools", tool.strict());
        json.writeEndObject();
        json.writeEndObject();
    }

    private void strict(String field, @Nullable Boolean strict) throws IOException {
        if (strict == null) {
            return;
        }
        if (!profile.has(Quirk.NO_STRICT)) {
            json.writeBooleanField("strict", strict);
        } else if (strict) {
            leftOut(field + ".strict", "has no strict schemas");
        }
    }

    private void choice(ToolChoice choice) throws IOException {
        switch (choice.mode()) {
            case AUTO -> json.writeStringField("tool_choice", "auto");
            case NONE -> json.writeStringField("tool_choice", "none");
            case REQUIRED ->
                json.writeStringField("tool_choice", profile.has(Quirk.TOOL_CHOICE_ANY) ? "any" : "required");
            case NAMED -> {
                json.writeObjectFieldStart("tool_choice");
                json.writeStringField("type", "function");
                json.writeObjectFieldStart("function");
                json.writeStringField("name", choice.toolName());
                json.writeEndObject();
                json.writeEndObject();
            }
        }
    }

    /** The switch is refused without tools; those in vendor options count. */
    private void parallel(ChatRequest request) throws IOException {
        if (request.parallelToolCalls() == null) {
            return;
        }
        if (profile.has(Quirk.NO_PARALLEL_TOOL_CALLS)) {
            leftOut("parallelToolCalls", "has no such switch");
        } else if (!request.tools().isEmpty() || request.vendorOptions().containsKey(profile.provider())) {
            json.writeBooleanField("parallel_tool_calls", request.parallelToolCalls());
        } else {
            leftOut("parallelToolCalls", "takes the switch only with tools");
        }
    }

    private void format(OutputFormat format) throws IOException {
        if (format instanceof OutputFormat.Json) {
            json.writeObjectFieldStart("response_format");
            json.writeStringField("type", "json_object");
            json.writeEndObject();
        } else if (format instanceof OutputFormat.Schema schema) {
            json.writeObjectFieldStart("response_format");
            json.writeStringField("type", "json_schema");
            json.writeObjectFieldStart("json_schema");
            json.writeStringField("name", schema.name());
            if (schema.description() != null) {
                json.writeStringField("description", schema.description());
            }
            json.writeFieldName("schema");
            json.writeRawValue(schema.schema().json());
            strict("outputFormat", schema.strict());
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    private void leftOut(String field, String what) {
        warnings.add(new Warning("left-out", field, profile.provider() + " " + what));
    }
}
