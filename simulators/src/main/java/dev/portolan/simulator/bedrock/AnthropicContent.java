package dev.portolan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.VendorState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads content in Anthropic's format, in the order of a conversation: a text, or blocks by their type. */
final class AnthropicContent {

    private static final String ORIGIN = "bedrock/anthropic";

    private final Map<String, String> toolNames = new HashMap<>();
    private Set<String> calls = new LinkedHashSet<>();

    /** The calls of the turn that was read last. */
    Set<String> takeCalls() {
        Set<String> taken = calls;
        calls = new LinkedHashSet<>();
        return taken;
    }

    List<Part> parts(JsonNode content, String place) {
        List<Part> parts = new ArrayList<>();
        if (content.isTextual() && !content.textValue().isEmpty()) {
            parts.add(new TextPart(content.textValue()));
        }
        if (content.isArray()) {
            for (int i = 0; i < content.size(); i++) {
                parts.add(part(content.get(i), place + "." + i));
            }
        }
        return parts;
    }

    private Part part(JsonNode block, String place) {
        if (!block.path("type").isTextual()) {
            throw BedrockError.invalid(place + ".type: Field required");
        }
        String type = block.get("type").textValue();
        return switch (type) {
            case "text" -> text(block, place);
            case "image" -> new ImagePart(source(block, place + ".image"));
            case "document" -> new DocumentPart(source(block, place + ".document"), null);
            case "thinking" ->
                new ReasoningPart(block.path("thinking").asText(), new VendorState(ORIGIN, block.toString()));
            case "tool_use" -> {
                String id = required(block, "id", place + ".tool_use");
                String name = required(block, "name", place + ".tool_use");
                calls.add(id);
                toolNames.put(id, name);
                yield new ToolCall(id, name, block.path("input").toString());
            }
            case "tool_result" -> {
                String id = required(block, "tool_use_id", place + ".tool_result");
                yield new ToolResult(
                        id,
                        toolNames.getOrDefault(id, id),
                        parts(block.path("content"), place + ".tool_result.content"),
                        block.path("is_error").asBoolean(),
                        null);
            }
            case "redacted_thinking", "search_result" -> new OtherPart(type, new VendorState(ORIGIN, block.toString()));
            default ->
                throw BedrockError.invalid(place + ": Input tag '" + type
                        + "' found using 'type' does not match any of the expected tags: 'document', 'image',"
                        + " 'redacted_thinking', 'search_result', 'text', 'thinking', 'tool_result', 'tool_use'");
        };
    }

    private static String required(JsonNode block, String name, String place) {
        if (!block.path(name).isTextual()) {
            throw BedrockError.invalid(place + "." + name + ": Field required");
        }
        return block.get(name).textValue();
    }

    private static Part text(JsonNode block, String place) {
        String text = required(block, "text", place + ".text");
        if (text.isBlank()) {
            throw BedrockError.invalid(
                    text.isEmpty()
                            ? "messages: text content blocks must be non-empty"
                            : "messages: text content blocks must contain non-whitespace text");
        }
        return new TextPart(text);
    }

    private static Media source(JsonNode block, String place) {
        JsonNode source = block.path("source");
        if (source.path("type").asText().equals("text")) {
            return Media.of(source.path("data").asText().getBytes(StandardCharsets.UTF_8), "text/plain");
        }
        if (!source.path("type").asText().equals("base64")) {
            throw BedrockError.invalid(place + ".source.base64.data: URL sources are not supported");
        }
        try {
            return Media.ofBase64(
                    source.path("data").asText(), source.path("media_type").asText());
        } catch (IllegalArgumentException e) {
            throw BedrockError.invalid(place + ".source.base64.data: Input should be a valid base64 string");
        }
    }
}
