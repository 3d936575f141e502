package dev.portolan.wire.openai.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolChoice;
import dev.portolan.schema.JsonSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads tools, the choice among them, and the form of the answer: the other direction of {@link ToolMapper}. */
final class ToolReader {

    private final ChatRequest.Builder request;
    private final ObjectNode options;

    ToolReader(ChatRequest.Builder request, ObjectNode options) {
        this.request = request;
        this.options = options;
    }

    /** Tools that are no plain functions, or have fields of one vendor, stay as they are in the vendor options. */
    void tools(JsonNode value) {
        if (!value.isArray()) {
            throw new IllegalArgumentException("tools: is no array");
        }
        List<Tool> tools = new ArrayList<>();
        Set<String> names = new HashSet<>();
        ArrayNode raw = options.arrayNode();
        for (JsonNode each : value) {
            Tool tool = tool(each);
            if (tool != null && names.add(tool.name())) {
                tools.add(tool);
            } else {
                raw.add(each);
            }
        }
        request.tools(tools);
        if (!raw.isEmpty()) {
            options.set("tools", raw);
        }
    }

    private static @Nullable Tool tool(JsonNode node) {
        JsonNode function = node.path("function");
        String name = function.path("name").asText();
        JsonNode strict = function.path("strict");
        JsonNode parameters = function.path("parameters");
        if (!node.path("type").asText("function").equals("function")
                || name.isBlank()
                || hasOther(node, Set.of("type", "function", "name"))
                || (node.has("name") && !node.path("name").asText().equals(name))
                || hasOther(function, Set.of("type", "name", "description", "parameters", "strict"))
                || !(strict.isMissingNode() || strict.isNull() || strict.isBoolean())) {
            return null;
        }
        JsonSchema schema =
                parameters.isMissingNode() || parameters.isNull() ? JsonSchema.EMPTY_OBJECT : schema(parameters);
        return schema == null
                ? null
                : new Tool(
                        name,
                        function.path("description").asText(""),
                        schema,
                        strict.isBoolean() ? (Boolean) strict.booleanValue() : null);
    }

    private static boolean hasOther(JsonNode node, Set<String> known) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!known.contains(field.getKey()) && !field.getValue().isNull()) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable JsonSchema schema(JsonNode node) {
        try {
            return JsonSchema.of(node.toString());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    void choice(JsonNode value, JsonNode root) {
        ToolChoice choice = switch (value.asText()) {
            case "auto" -> ToolChoice.AUTO;
            case "none" -> ToolChoice.NONE;
            case "required", "any" -> ToolChoice.REQUIRED;
            default -> null;
        };
        String name = value.path("function").path("name").asText();
        if (choice == null
                && value.path("type").asText("function").equals("function")
                && !name.isBlank()
                && !hasOther(value, Set.of("type", "function"))
                && root.path("tools").findValuesAsText("name").contains(name)) {
            choice = ToolChoice.named(name);
        }
        if (choice != null) {
            request.toolChoice(choice);
        } else {
            options.set("tool_choice", value);
        }
    }

    void format(JsonNode value) {
        OutputFormat format = switch (value.path("type").asText()) {
            case "text" -> OutputFormat.TEXT;
            case "json_object" -> hasOther(value, Set.of("type")) ? null : OutputFormat.JSON;
            case "json_schema" -> schemaFormat(value);
            default -> null;
        };
        if (format != null) {
            request.outputFormat(format);
        } else {
            options.set("response_format", value);
        }
    }

    private static @Nullable OutputFormat schemaFormat(JsonNode value) {
        JsonNode inner = value.path("json_schema");
        JsonNode strict = inner.path("strict");
        String name = inner.path("name").asText();
        if (name.isBlank()
                || !inner.path("schema").isObject()
                || hasOther(value, Set.of("type", "json_schema"))
                || hasOther(inner, Set.of("name", "description", "schema", "strict"))) {
            return null;
        }
        JsonSchema schema = schema(inner.path("schema"));
        return schema == null
                ? null
                : new OutputFormat.Schema(
                        name,
                        schema,
                        inner.path("description").isTextual()
                                ? inner.path("description").asText()
                                : null,
                        strict.isBoolean() ? (Boolean) strict.booleanValue() : null);
    }
}
