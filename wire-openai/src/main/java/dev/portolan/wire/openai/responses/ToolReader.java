package dev.portolan.wire.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolChoice;
import dev.portolan.schema.JsonSchema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tools of a request. Tools that the vendor runs, and functions with members that a {@link Tool} cannot hold, are
 * left where they are: in what becomes vendor options.
 */
final class ToolReader {

    /**
     * Takes tools and tool choice out of a request.
     *
     * @param rest the request, changed
     * @param request receives them
     */
    void read(ObjectNode rest, ChatRequest.Builder request) {
        List<Tool> tools = new ArrayList<>();
        if (rest.remove("tools") instanceof ArrayNode given) {
            ArrayNode others = rest.arrayNode();
            for (JsonNode one : given) {
                Tool tool = one instanceof ObjectNode object ? tool(object) : null;
                if (tool != null) {
                    tools.add(tool);
                } else {
                    others.add(one);
                }
            }
            if (!others.isEmpty()) {
                rest.set("tools", others);
            }
        }
        request.tools(tools);
        choice(rest, request, tools);
    }

    private static @Nullable Tool tool(ObjectNode given) {
        JsonNode parameters = given.path("parameters");
        JsonSchema schema =
                parameters.isMissingNode() || parameters.isNull() ? JsonSchema.EMPTY_OBJECT : schema(parameters);
        boolean known = Fields.onlyHas(given, "type", "name", "description", "parameters", "strict");
        if (!known
                || schema == null
                || !given.path("type").asText().equals("function")
                || given.path("name").asText().isBlank()) {
            return null;
        }
        JsonNode strict = given.path("strict");
        return new Tool(
                given.path("name").asText(),
                given.path("description").isTextual()
                        ? given.path("description").asText()
                        : "",
                schema,
                strict.isBoolean() ? strict.booleanValue() : null);
    }

    /**
     * A schema, if it is one.
     *
     * @param node what stands where one belongs
     * @return the schema, or {@code null}
     */
    static @Nullable JsonSchema schema(JsonNode node) {
        if (!node.isObject()) {
            return null;
        }
        try {
            return JsonSchema.of(node.toString());
        } catch (IllegalArgumentException e) {
            // Logs hold schemas that the vendor refused: they stay as they were sent.
            return null;
        }
    }

    private static void choice(ObjectNode rest, ChatRequest.Builder request, List<Tool> tools) {
        JsonNode given = rest.path("tool_choice");
        ToolChoice choice = null;
        if (given.isTextual()) {
            choice = switch (given.asText()) {
                case "auto" -> ToolChoice.AUTO;
                case "none" -> ToolChoice.NONE;
                case "required" -> ToolChoice.REQUIRED;
                default -> null;
            };
        } else if (given instanceof ObjectNode named
                && named.path("type").asText().equals("function")
                && Fields.onlyHas(named, "type", "name")) {
            String name = named.path("name").asText();
            choice = tools.stream().anyMatch(tool -> tool.name().equals(name)) ? ToolChoice.named(name) : null;
        }
        if (choice != null || given.isNull()) {
            rest.remove("tool_choice");
            request.toolChoice(choice);
        }
    }
}
