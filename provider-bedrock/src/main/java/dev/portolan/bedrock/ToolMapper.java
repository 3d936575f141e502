package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolChoice;
import dev.portolan.spi.support.ToolNames;
import dev.portolan.spi.support.WireJson;

/**
 * Writes tools, the choice among them, and the form of the answer. There is no choice "none" on this wire: a request that wants
 * none goes without tools.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolConfiguration.html">AWS:
 *     ToolConfiguration</a>
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html">AWS: structured output</a>
 */
final class ToolMapper {

    private ToolMapper() {}

    /** Whether the model shall see tools. */
    static boolean offered(ChatRequest request) {
        ToolChoice choice = request.toolChoice();
        return !request.tools().isEmpty() && (choice == null || choice.mode() != ToolChoice.Mode.NONE);
    }

    static void write(ChatRequest request, ObjectNode body) {
        if (offered(request)) {
            ObjectNode config = body.putObject("toolConfig");
            ArrayNode tools = config.putArray("tools");
            request.tools().forEach(tool -> tool(tool, tools.addObject().putObject("toolSpec")));
            if (request.toolChoice() != null) {
                choice(request.toolChoice(), config.putObject("toolChoice"));
            }
        }
        if (request.outputFormat() instanceof OutputFormat.Schema schema) {
            ObjectNode format = body.putObject("outputConfig").putObject("textFormat");
            format.put("type", "json_schema");
            ObjectNode definition = format.putObject("structure").putObject("jsonSchema");
            definition.put("name", schema.name());
            if (schema.description() != null) {
                definition.put("description", schema.description());
            }
            // A text, unlike the schema of a tool.
            definition.put("schema", schema.schema().json());
        }
    }

    private static void tool(Tool tool, ObjectNode spec) {
        spec.put("name", ToolNames.wire(tool.name()));
        if (!tool.description().isBlank()) {
            spec.put("description", tool.description());
        }
        spec.putObject("inputSchema")
                .set("json", WireJson.tree(tool.parameters().json()));
        if (tool.strict() != null) {
            spec.put("strict", tool.strict());
        }
    }

    private static void choice(ToolChoice choice, ObjectNode json) {
        switch (choice.mode()) {
            case AUTO, NONE -> json.putObject("auto");
            case REQUIRED -> json.putObject("any");
            case NAMED -> json.putObject("tool").put("name", ToolNames.wire(String.valueOf(choice.toolName())));
        }
    }
}
