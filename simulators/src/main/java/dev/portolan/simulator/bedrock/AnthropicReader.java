package dev.portolan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Part;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.UserMessage;
import dev.portolan.schema.JsonSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads and checks a request in Anthropic's Messages format. What it refuses it refuses in the model's words. See
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages.html.
 */
final class AnthropicReader {

    private static final String VERSION = "bedrock-2023-05-31";
    private static final Set<String> KNOWN = Set.of(
            "anthropic_version",
            "anthropic_beta",
            "max_tokens",
            "system",
            "messages",
            "temperature",
            "top_p",
            "top_k",
            "tools",
            "tool_choice",
            "stop_sequences",
            "thinking",
            "metadata",
            "output_config",
            "context_management");
    private static final Set<String> CHOICES = Set.of("auto", "any", "tool", "none");

    private final JsonNode body;
    private final ChatRequest.Builder request = ChatRequest.builder();
    private final AnthropicContent content = new AnthropicContent();

    private AnthropicReader(JsonNode body) {
        this.body = body;
    }

    static ChatRequest read(JsonNode body, ModelTraits model) {
        if (!body.isObject()) {
            throw BedrockError.invalid("Malformed input request, please reformat your input and try again.");
        }
        return new AnthropicReader(body).read(model);
    }

    private ChatRequest read(ModelTraits model) {
        for (Map.Entry<String, JsonNode> member : body.properties()) {
            if (!KNOWN.contains(member.getKey())) {
                throw BedrockError.invalid(member.getKey() + ": Extra inputs are not permitted");
            }
        }
        for (String required : List.of("anthropic_version", "max_tokens", "messages")) {
            if (!body.hasNonNull(required)) {
                throw BedrockError.invalid(required + ": Field required");
            }
        }
        if (!body.get("anthropic_version").asText().equals(VERSION)) {
            throw BedrockError.invalid("anthropic_version: Input should be '" + VERSION + "'");
        }
        readSampling(model);
        List<Part> system = content.parts(body.path("system"), "system");
        if (!system.isEmpty()) {
            request.add(new SystemMessage(system));
        }
        readMessages(body.get("messages"));
        readTools();
        try {
            return request.build();
        } catch (IllegalArgumentException e) {
            throw BedrockError.invalid(String.valueOf(e.getMessage()));
        }
    }

    private void readSampling(ModelTraits model) {
        JsonNode most = body.get("max_tokens");
        if (!most.isIntegralNumber()) {
            throw BedrockError.invalid("max_tokens: Input should be a valid integer");
        }
        if (most.longValue() < 1) {
            throw BedrockError.invalid("max_tokens: Input should be greater than or equal to 1");
        }
        Integer limit = model.mostTokens();
        if (limit != null && most.longValue() > limit) {
            throw BedrockError.invalid("max_tokens: " + most.longValue() + " > " + limit
                    + ", which is the maximum allowed number of output tokens for " + model.ownName());
        }
        request.maxOutputTokens(most.intValue());
        if (body.hasNonNull("temperature")) {
            request.temperature(number("temperature"));
        }
        if (body.hasNonNull("top_p")) {
            request.topP(number("top_p"));
        }
        if (body.path("top_k").isIntegralNumber() && body.get("top_k").intValue() > 0) {
            request.topK(body.get("top_k").intValue());
        }
        List<String> stop = new ArrayList<>();
        for (JsonNode one : body.path("stop_sequences")) {
            if (one.asText().isBlank()) {
                throw BedrockError.invalid("stop_sequences: each stop sequence must contain non-whitespace");
            }
            stop.add(one.asText());
        }
        request.stop(stop);
    }

    private double number(String name) {
        JsonNode value = body.get(name);
        if (!value.isNumber()) {
            throw BedrockError.invalid(name + ": Input should be a valid number");
        }
        if (value.doubleValue() < 0 || value.doubleValue() > 1) {
            throw BedrockError.invalid(name + ": range: 0..1");
        }
        return value.doubleValue();
    }

    private void readMessages(JsonNode messages) {
        if (!messages.isArray()) {
            throw BedrockError.invalid("messages: Input should be a valid list");
        }
        if (messages.isEmpty()) {
            throw BedrockError.invalid("messages: at least one message is required");
        }
        String last = "";
        Set<String> open = Set.of();
        for (int i = 0; i < messages.size(); i++) {
            JsonNode message = messages.get(i);
            String role = message.path("role").asText();
            if (!role.equals("user") && !role.equals("assistant")) {
                throw BedrockError.invalid("messages." + i + ".role: Input should be 'user' or 'assistant'");
            }
            if (i == 0 && role.equals("assistant")) {
                throw BedrockError.invalid("messages: first message must use the \"user\" role");
            }
            if (role.equals(last)) {
                throw BedrockError.invalid(
                        "messages: roles must alternate between \"user\" and \"assistant\", but found" + " multiple \""
                                + role + "\" roles in a row");
            }
            last = role;
            List<Part> parts = content.parts(message.path("content"), "messages." + i + ".content");
            if (parts.isEmpty()) {
                throw BedrockError.invalid("messages." + i + ": all messages must have non-empty content except for the"
                        + " optional final assistant message");
            }
            add(role, parts, i, open);
            open = content.takeCalls();
        }
    }

    private void add(String role, List<Part> parts, int index, Set<String> open) {
        List<ToolResult> results = new ArrayList<>();
        List<Part> others = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof ToolResult result) {
                results.add(result);
            } else {
                others.add(part);
            }
        }
        Set<String> missing = new HashSet<>(open);
        for (ToolResult result : results) {
            if (!open.contains(result.callId())) {
                throw BedrockError.invalid("messages." + index + ".content: unexpected `tool_use_id` found in"
                        + " `tool_result` blocks: " + result.callId() + ". Each `tool_result` block must have a"
                        + " corresponding `tool_use` block in the previous message.");
            }
            missing.remove(result.callId());
        }
        if (!missing.isEmpty()) {
            throw BedrockError.invalid("messages." + (index - 1)
                    + ": `tool_use` ids were found without `tool_result` blocks"
                    + " immediately after: " + String.join(", ", missing) + ". Each `tool_use` block must have a"
                    + " corresponding `tool_result` block in the next message.");
        }
        if (!results.isEmpty()) {
            request.add(new ToolMessage(results));
        }
        if (!others.isEmpty()) {
            request.add(role.equals("user") ? new UserMessage(others) : new AssistantMessage(others));
        }
    }

    private void readTools() {
        List<Tool> tools = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode tool : body.path("tools")) {
            String place = "tools." + tools.size() + ".custom";
            String name = tool.path("name").asText();
            if (!name.matches("[a-zA-Z0-9_-]{1,128}")) {
                throw BedrockError.invalid(place + ".name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'");
            }
            if (!tool.path("input_schema").isObject()) {
                throw BedrockError.invalid(place + ".input_schema: Field required");
            }
            if (!tool.path("input_schema").path("type").asText().equals("object")) {
                throw BedrockError.invalid(place + ".input_schema.type: Input should be 'object'");
            }
            if (!names.add(name)) {
                throw BedrockError.invalid("tools: Tool names must be unique.");
            }
            tools.add(new Tool(
                    name,
                    tool.path("description").asText(),
                    JsonSchema.of(tool.get("input_schema").toString()),
                    tool.hasNonNull("strict") ? tool.get("strict").booleanValue() : null));
        }
        request.tools(tools);
        JsonNode choice = body.path("tool_choice");
        if (!choice.isObject()) {
            return;
        }
        String type = choice.path("type").asText();
        if (!CHOICES.contains(type)) {
            throw BedrockError.invalid("tool_choice: Input tag '" + type
                    + "' found using 'type' does not match any of the expected tags: 'auto', 'any', 'tool', 'none'");
        }
        String named = choice.path("name").asText();
        if (type.equals("tool") && !names.contains(named)) {
            throw BedrockError.invalid("Tool '" + named + "' not found in provided tools");
        }
        request.toolChoice(
                switch (type) {
                    case "any" -> ToolChoice.REQUIRED;
                    case "tool" -> ToolChoice.named(named);
                    case "none" -> ToolChoice.NONE;
                    default -> ToolChoice.AUTO;
                });
        if (choice.path("disable_parallel_tool_use").asBoolean()) {
            request.parallelToolCalls(false);
        }
    }
}
