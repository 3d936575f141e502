package dev.portolan.simulator.internal.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolChoice;
import dev.portolan.schema.JsonSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code tools}, {@code tool_choice} and {@code parallel_tool_calls}. The two APIs differ in one thing: Chat Completions has
 * a function's members one level deeper, in {@code function}.
 */
final class ToolRules {

    private static final Pattern NAME = Pattern.compile("^[a-zA-Z0-9_-]+$");
    private static final int LONGEST_NAME = 64;

    private final Fields body;
    private final boolean nested;

    private ToolRules(Fields body, boolean nested) {
        this.body = body;
        this.nested = nested;
    }

    static void readChat(Fields body, ChatRequest.Builder request) {
        if (body.has("tools")
                && body.get("tools").isEmpty()
                && body.get("tools").isArray()) {
            throw OpenAiError.emptyArray("tools");
        }
        ToolRules rules = new ToolRules(body, true);
        rules.read(request);
        for (String dependent : List.of("tool_choice", "parallel_tool_calls")) {
            if (body.has(dependent) && !body.has("tools")) {
                throw OpenAiError.invalid(
                        null,
                        dependent,
                        "Invalid value for '" + dependent + "': '" + dependent
                                + "' is only allowed when 'tools' are specified.");
            }
        }
    }

    static void readResponses(Fields body, ChatRequest.Builder request) {
        new ToolRules(body, false).read(request);
    }

    private void read(ChatRequest.Builder request) {
        List<Tool> tools = new ArrayList<>();
        for (Fields tool : body.objects("tools")) {
            String type = tool.requiredString("type");
            if (type.equals("function")) {
                tools.add(function(nested ? tool.requiredObject("function") : tool));
            } else if (nested && !type.equals("custom")) {
                throw OpenAiError.invalidValue(tool.path("type"), type, "'function' and 'custom'");
            }
            // What else the Responses API takes are tools that run at the vendor; a simulated model never calls them.
        }
        request.tools(tools);
        request.parallelToolCalls(body.bool("parallel_tool_calls"));
        request.toolChoice(choice(tools));
    }

    private Tool function(Fields function) {
        String name = function.requiredString("name");
        if (!NAME.matcher(name).matches()) {
            throw OpenAiError.invalid(
                    "invalid_value",
                    function.path("name"),
                    "Invalid '" + function.path("name") + "': string does not match pattern. Expected a string that"
                            + " matches the pattern '" + NAME.pattern() + "'.");
        }
        if (name.length() > LONGEST_NAME) {
            throw OpenAiError.invalid(
                    "string_above_max_length",
                    function.path("name"),
                    "Invalid '" + function.path("name") + "': string too long. Expected a string with maximum length "
                            + LONGEST_NAME + ", but got a string with length " + name.length() + " instead.");
        }
        String description = function.string("description");
        Boolean strict = function.bool("strict");
        JsonSchema parameters = SchemaRules.ofTool(name, function.path("parameters"))
                .read(function.get("parameters"), Boolean.TRUE.equals(strict));
        return new Tool(name, description == null ? "" : description, parameters, strict);
    }

    private @Nullable ToolChoice choice(List<Tool> tools) {
        JsonNode choice = body.get("tool_choice");
        if (choice.isMissingNode() || choice.isNull()) {
            return null;
        }
        if (choice.isTextual()) {
            return switch (choice.textValue()) {
                case "auto" -> ToolChoice.AUTO;
                case "none" -> ToolChoice.NONE;
                case "required" -> demanded(ToolChoice.REQUIRED, tools);
                default ->
                    throw OpenAiError.invalidValue("tool_choice", choice.textValue(), "'none', 'auto', and 'required'");
            };
        }
        Fields object = new Fields(choice, "tool_choice");
        if (!object.requiredString("type").equals("function")) {
            // A hosted or custom tool, or a list of allowed ones: no demand on the functions here.
            return ToolChoice.AUTO;
        }
        String name = (nested ? object.requiredObject("function") : object).requiredString("name");
        if (tools.stream().noneMatch(tool -> tool.name().equals(name))) {
            throw OpenAiError.invalid(
                    null, "tool_choice", "Tool choice '" + name + "' not found in 'tools' parameter.");
        }
        return ToolChoice.named(name);
    }

    private static ToolChoice demanded(ToolChoice choice, List<Tool> tools) {
        return tools.isEmpty() ? ToolChoice.AUTO : choice;
    }
}
