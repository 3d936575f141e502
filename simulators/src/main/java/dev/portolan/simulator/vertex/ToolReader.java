package dev.portolan.simulator.vertex;

import com.google.cloud.aiplatform.v1.FunctionCallingConfig;
import com.google.cloud.aiplatform.v1.FunctionDeclaration;
import com.google.cloud.aiplatform.v1.GenerateContentRequest;
import com.google.cloud.aiplatform.v1.Schema;
import com.google.cloud.aiplatform.v1.Type;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolChoice;
import dev.portolan.schema.JsonSchema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads declared functions and the mode of calling them. */
final class ToolReader {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}");

    private final GenerateContentRequest body;
    private final List<Tool> tools = new ArrayList<>();

    private ToolReader(GenerateContentRequest body) {
        this.body = body;
    }

    /** Returns the names of all declared functions. */
    static Set<String> read(GenerateContentRequest body, ChatRequest.Builder request) {
        ToolReader reader = new ToolReader(body);
        for (int i = 0; i < body.getToolsCount(); i++) {
            List<FunctionDeclaration> declared = body.getTools(i).getFunctionDeclarationsList();
            for (int j = 0; j < declared.size(); j++) {
                reader.tools.add(reader.tool(declared.get(j), "tools[" + i + "].function_declarations[" + j + "]"));
            }
        }
        Set<String> names = new LinkedHashSet<>();
        for (Tool tool : reader.tools) {
            if (!names.add(tool.name())) {
                throw VertexError.invalid("Duplicate function declaration found: " + tool.name());
            }
        }
        reader.choose(request, names);
        return names;
    }

    private Tool tool(FunctionDeclaration declared, String field) {
        if (!NAME.matcher(declared.getName()).matches()) {
            throw VertexError.invalidField(
                    field + ".name",
                    "Invalid function name. Must start with a letter or an underscore. Must be alphanumeric (a-z, A-Z,"
                            + " 0-9), underscores (_), dots (.), colons (:), or dashes (-), with a maximum length of"
                            + " 64.");
        }
        return new Tool(declared.getName(), declared.getDescription(), parameters(declared, field), null);
    }

    private static JsonSchema parameters(FunctionDeclaration declared, String field) {
        if (declared.hasParameters() && declared.hasParametersJsonSchema()) {
            throw VertexError.invalidField(
                    field, "Only one of parameters and parameters_json_schema may be set: " + declared.getName());
        }
        if (declared.hasParametersJsonSchema()) {
            return SchemaReader.of(declared.getParametersJsonSchema(), field + ".parameters_json_schema");
        }
        if (!declared.hasParameters()) {
            return JsonSchema.EMPTY_OBJECT;
        }
        Schema parameters = declared.getParameters();
        if (parameters.getType() != Type.OBJECT) {
            throw VertexError.invalidField(
                    field + ".parameters",
                    "Unable to submit request because `" + declared.getName()
                            + "` functionDeclaration `parameters` schema didn't specify the schema type field. For"
                            + " schema with properties fields, schema type should be `Type.OBJECT`.");
        }
        return SchemaReader.of(parameters, field + ".parameters");
    }

    private void choose(ChatRequest.Builder request, Set<String> names) {
        FunctionCallingConfig config = body.getToolConfig().getFunctionCallingConfig();
        List<String> allowed = config.getAllowedFunctionNamesList();
        if (body.getToolConfig().hasFunctionCallingConfig() && names.isEmpty()) {
            throw VertexError.invalid("Function calling config is set without function_declarations.");
        }
        boolean any = config.getMode() == FunctionCallingConfig.Mode.ANY;
        if (!allowed.isEmpty() && !any && config.getMode() != FunctionCallingConfig.Mode.VALIDATED) {
            throw VertexError.invalid(
                    "Unable to submit request because allowed_function_names may only be set with function calling"
                            + " mode ANY or VALIDATED.");
        }
        for (String name : allowed) {
            if (!names.contains(name)) {
                throw VertexError.invalid("Unable to submit request because the allowed function name `" + name
                        + "` is not among the function declarations.");
            }
        }
        request.tools(
                allowed.isEmpty()
                        ? tools
                        : tools.stream()
                                .filter(tool -> allowed.contains(tool.name()))
                                .toList());
        request.toolChoice(
                switch (config.getMode()) {
                    case ANY -> allowed.size() == 1 ? ToolChoice.named(allowed.get(0)) : ToolChoice.REQUIRED;
                    case NONE -> ToolChoice.NONE;
                    case AUTO, VALIDATED -> ToolChoice.AUTO;
                    case MODE_UNSPECIFIED, UNRECOGNIZED -> null;
                });
    }
}
