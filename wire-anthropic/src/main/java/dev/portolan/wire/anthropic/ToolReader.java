package dev.portolan.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolChoice;
import dev.portolan.schema.JsonSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the tools and the choice among them. The vendor's own tools, and tools that say more than the nouns know, stay vendor
 * options; they come behind the others when the request is written again.
 */
final class ToolReader {

    private static final Set<String> KNOWN = Set.of("type", "name", "description", "input_schema", "strict");

    void read(ObjectNode rest, ChatRequest.Builder request) {
        List<Tool> tools = new ArrayList<>();
        ArrayNode own = JsonNodeFactory.instance.arrayNode();
        JsonNode given = rest.path("tools");
        if (given.isNull() || (given.isArray() && given.isEmpty())) {
            rest.remove("tools");
        }
        for (JsonNode tool : given) {
            if (isTool(tool)) {
                tools.add(new Tool(
                        tool.path("name").asText(),
                        tool.path("description").asText(""),
                        JsonSchema.of(tool.path("input_schema").toString()),
                        tool.path("strict").isBoolean()
                                ? Boolean.valueOf(tool.path("strict").booleanValue())
                                : null));
            } else {
                own.add(tool);
            }
        }
        if (own.isEmpty()) {
            rest.remove("tools");
        } else {
            rest.set("tools", own);
        }
        request.tools(tools);
        choice(rest, tools, request);
    }

    private static boolean isTool(JsonNode tool) {
        boolean known = tool.path("input_schema").isObject()
                && !tool.path("name").asText().isBlank()
                && (tool.path("type").isMissingNode()
                        || tool.path("type").asText().equals("custom"));
        for (Map.Entry<String, JsonNode> member : tool.properties()) {
            known &= KNOWN.contains(member.getKey());
        }
        return known;
    }

    /** A choice that names one of the vendor's own tools, or stands beside those alone, stays as it is. */
    private static void choice(ObjectNode rest, List<Tool> tools, ChatRequest.Builder request) {
        JsonNode choice = rest.path("tool_choice");
        if (choice.isNull()) {
            rest.remove("tool_choice");
        }
        if (!choice.isObject() || tools.isEmpty()) {
            return;
        }
        String name = choice.path("name").asText("");
        ToolChoice read = switch (choice.path("type").asText()) {
            case "auto" -> ToolChoice.AUTO;
            case "any" -> ToolChoice.REQUIRED;
            case "none" -> ToolChoice.NONE;
            case "tool" -> tools.stream().anyMatch(tool -> tool.name().equals(name)) ? ToolChoice.named(name) : null;
            default -> null;
        };
        if (read != null) {
            request.toolChoice(read);
            if (choice.path("disable_parallel_tool_use").isBoolean()) {
                request.parallelToolCalls(
                        !choice.path("disable_parallel_tool_use").booleanValue());
            }
            rest.remove("tool_choice");
        }
    }
}
