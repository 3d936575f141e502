package dev.portolan.simulator.internal.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.UserMessage;
import dev.portolan.schema.JsonSchema;
import dev.portolan.simulator.Prompt;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads and checks a request of Anthropic's Messages API, whichever host takes it: what is the host's own (model, version) is
 * looked at before. See https://platform.claude.com/docs/en/api/messages.
 */
public final class MessagesReader {

    private final JsonNode body;
    private final ChatRequest.Builder request = ChatRequest.builder();
    private final Map<String, String> openCalls = new LinkedHashMap<>();

    private MessagesReader(JsonNode body) {
        this.body = body;
    }

    /**
     * Reads a request.
     *
     * @param body its body
     * @param model the model asked
     * @param streaming whether the answer shall come piece by piece
     * @return what it asks
     * @throws MessagesError when it breaks a rule
     */
    public static MessagesCall read(JsonNode body, String model, boolean streaming) {
        return new MessagesReader(body).read(model, streaming);
    }

    private static MessagesError invalid(String message) {
        return MessagesError.invalid(message);
    }

    private MessagesCall read(String model, boolean streaming) {
        if (!body.path("max_tokens").isIntegralNumber()) {
            throw invalid("max_tokens: Field required");
        }
        if (body.path("max_tokens").intValue() < 1) {
            throw invalid("max_tokens: Input should be greater than or equal to 1");
        }
        system();
        messages();
        tools();
        sampling();
        thinking();
        effort();
        boolean thinks = List.of("enabled", "adaptive")
                .contains(body.path("thinking").path("type").asText());
        try {
            return new MessagesCall(new Prompt(model, streaming, request.build()), thinks);
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    /** A word, or a number of thinking tokens that stands for one. */
    private void effort() {
        JsonNode word = body.at("/output_config/effort");
        String type = body.path("thinking").path("type").asText();
        if (word.isTextual()) {
            if (!List.of("low", "medium", "high", "xhigh", "max").contains(word.asText())) {
                throw invalid("output_config.effort: Input should be 'low', 'medium', 'high', 'xhigh' or 'max'");
            }
            request.reasoningEffort(ReasoningEffort.valueOf(word.asText().toUpperCase(Locale.ROOT)));
        } else if (type.equals("disabled")) {
            request.reasoningEffort(ReasoningEffort.NONE);
        } else if (type.equals("enabled")) {
            int budget = body.path("thinking").path("budget_tokens").intValue();
            request.reasoningEffort(
                    budget <= 1024
                            ? ReasoningEffort.MINIMAL
                            : budget <= 4096
                                    ? ReasoningEffort.LOW
                                    : budget <= 8192 ? ReasoningEffort.MEDIUM : ReasoningEffort.HIGH);
        }
    }

    /** See https://platform.claude.com/docs/en/build-with-claude/extended-thinking, feature compatibility. */
    private void thinking() {
        JsonNode thinking = body.path("thinking");
        String type = thinking.path("type").asText();
        if (!thinking.isMissingNode()
                && !List.of("enabled", "adaptive", "disabled").contains(type)) {
            throw invalid(
                    "thinking: Input tag '" + type
                            + "' found using 'type' does not match any of the expected tags: 'adaptive', 'disabled', 'enabled'");
        }
        if (type.equals("enabled")) {
            if (thinking.path("budget_tokens").intValue() < 1024) {
                throw invalid("thinking.enabled.budget_tokens: Input should be greater than or equal to 1024");
            }
            if (thinking.path("budget_tokens").intValue()
                    >= body.path("max_tokens").intValue()) {
                throw invalid("`max_tokens` must be greater than `thinking.budget_tokens`");
            }
        }
        if (!type.equals("enabled") && !type.equals("adaptive")) {
            return;
        }
        if (List.of("any", "tool")
                .contains(body.path("tool_choice").path("type").asText())) {
            throw invalid("Thinking may not be enabled when tool_choice forces tool use.");
        }
        if (body.path("temperature").isNumber() && body.path("temperature").doubleValue() != 1) {
            throw invalid("`temperature` may only be set to 1 when thinking is enabled.");
        }
        if (body.has("top_k")) {
            throw invalid("`top_k` must be unset when thinking is enabled.");
        }
    }

    private void system() {
        JsonNode system = body.path("system");
        if (!system.isMissingNode() && !system.isNull()) {
            request.add(new SystemMessage(parts(system, "system")));
        }
    }

    private void messages() {
        JsonNode messages = body.path("messages");
        if (!messages.isArray() || messages.isEmpty()) {
            throw invalid("messages: at least one message is required");
        }
        for (int i = 0; i < messages.size(); i++) {
            message(messages.get(i), "messages." + i);
        }
    }

    private void message(JsonNode message, String field) {
        String role = message.path("role").asText();
        JsonNode content = message.path("content");
        if (role.equals("assistant")) {
            AssistantMessage assistant = new AssistantMessage(parts(content, field + ".content"));
            openCalls.clear();
            assistant.toolCalls().forEach(call -> openCalls.put(call.id(), call.name()));
            request.add(assistant);
            return;
        }
        if (!role.equals("user")) {
            throw invalid(field + ".role: Input should be 'user' or 'assistant'");
        }
        List<ToolResult> results = new ArrayList<>();
        for (JsonNode block : content) {
            if (block.path("type").asText().equals("tool_result")) {
                results.add(result(block, field));
            }
        }
        if (!openCalls.isEmpty()) {
            throw invalid(field + ": `tool_use` ids were found without `tool_result` blocks immediately after: "
                    + String.join(", ", openCalls.keySet())
                    + ". Each `tool_use` block must have a corresponding `tool_result` block in the next message.");
        }
        if (!results.isEmpty()) {
            request.add(new ToolMessage(results));
        }
        List<Part> others = parts(content, field + ".content");
        if (!others.isEmpty()) {
            request.add(new UserMessage(others));
        }
    }

    private ToolResult result(JsonNode block, String field) {
        String id = block.path("tool_use_id").asText();
        String name = openCalls.remove(id);
        if (name == null) {
            throw invalid(field + ".content: unexpected `tool_use_id` found in `tool_result` blocks: " + id
                    + ". Each `tool_result` block must have a corresponding `tool_use` block in the previous message.");
        }
        return new ToolResult(
                id,
                name,
                block.has("content") ? parts(block.path("content"), field) : List.of(),
                block.path("is_error").asBoolean(false),
                null);
    }

    private static List<Part> parts(JsonNode content, String field) {
        if (content.isTextual()) {
            if (content.textValue().isEmpty()) {
                throw invalid(field + ": text content blocks must be non-empty");
            }
            return List.of(new TextPart(content.textValue()));
        }
        if (!content.isArray()) {
            throw invalid(field + ": Input should be a valid list");
        }
        List<Part> parts = new ArrayList<>();
        for (JsonNode block : content) {
            if (!block.path("type").asText().equals("tool_result")) {
                parts.add(part(block, field));
            }
        }
        return parts;
    }

    private static Part part(JsonNode block, String field) {
        return switch (block.path("type").asText()) {
            case "text" -> {
                if (block.path("text").asText().isEmpty()) {
                    throw invalid(field + ": text content blocks must be non-empty");
                }
                yield new TextPart(block.path("text").asText());
            }
            case "image" -> new ImagePart(media(block.path("source"), field));
            case "document" ->
                new DocumentPart(
                        media(block.path("source"), field), block.path("title").asText(null));
            case "tool_use" -> {
                if (!block.path("input").isObject()) {
                    throw invalid(field + ".tool_use.input: Input should be a valid dictionary");
                }
                yield new ToolCall(
                        block.path("id").asText(),
                        block.path("name").asText(),
                        block.path("input").toString());
            }
            case "thinking" -> {
                if (!MessagesAnswer.signed(
                        block.path("thinking").asText(), block.path("signature").asText())) {
                    throw invalid(field + ": Invalid `signature` in `thinking` block");
                }
                yield new ReasoningPart(block.path("thinking").asText());
            }
            case "redacted_thinking" -> new ReasoningPart("");
            default ->
                throw invalid(field + ": Input tag '" + block.path("type").asText()
                        + "' found using 'type' does not match any of the expected tags");
        };
    }

    private static Media media(JsonNode source, String field) {
        try {
            return switch (source.path("type").asText()) {
                case "base64" ->
                    Media.ofBase64(
                            source.path("data").asText(),
                            source.path("media_type").asText());
                case "url" -> Media.of(URI.create(source.path("url").asText()));
                case "text" -> Media.of(source.path("data").asText().getBytes(StandardCharsets.UTF_8), "text/plain");
                default -> throw invalid(field + ".source: Input should have a known type");
            };
        } catch (IllegalArgumentException e) {
            throw invalid(field + ".source: invalid data");
        }
    }

    private void tools() {
        List<Tool> tools = new ArrayList<>();
        for (JsonNode tool : body.path("tools")) {
            if (!tool.path("input_schema").path("type").asText().equals("object")) {
                throw invalid("tools." + tools.size() + ".custom.input_schema.type: Field required");
            }
            tools.add(new Tool(
                    tool.path("name").asText(),
                    tool.path("description").asText(""),
                    JsonSchema.of(tool.path("input_schema").toString()),
                    tool.has("strict") ? Boolean.valueOf(tool.path("strict").booleanValue()) : null));
        }
        request.tools(tools);
        JsonNode choice = body.path("tool_choice");
        if (choice.isMissingNode()) {
            return;
        }
        if (tools.isEmpty()) {
            throw invalid("tool_choice may only be specified while providing tools");
        }
        request.toolChoice(
                switch (choice.path("type").asText()) {
                    case "auto" -> ToolChoice.AUTO;
                    case "any" -> ToolChoice.REQUIRED;
                    case "none" -> ToolChoice.NONE;
                    case "tool" -> ToolChoice.named(choice.path("name").asText());
                    default -> throw invalid("tool_choice: Input should be 'auto', 'any', 'tool' or 'none'");
                });
        if (choice.path("disable_parallel_tool_use").asBoolean(false)) {
            request.parallelToolCalls(false);
        }
    }

    private void sampling() {
        JsonNode temperature = body.path("temperature");
        if (temperature.isNumber() && (temperature.doubleValue() < 0 || temperature.doubleValue() > 1)) {
            throw invalid("temperature: range: 0..1");
        }
        List<String> stops = new ArrayList<>();
        body.path("stop_sequences").forEach(stop -> stops.add(stop.asText()));
        if (stops.stream().anyMatch(String::isBlank)) {
            throw invalid("stop_sequences: each stop sequence must contain non-whitespace");
        }
        request.temperature(temperature.isNumber() ? Double.valueOf(temperature.doubleValue()) : null)
                .topP(
                        body.path("top_p").isNumber()
                                ? Double.valueOf(body.path("top_p").doubleValue())
                                : null)
                .topK(
                        body.path("top_k").isNumber()
                                ? Integer.valueOf(body.path("top_k").intValue())
                                : null)
                .maxOutputTokens(body.path("max_tokens").intValue())
                .stop(stops);
        JsonNode format = body.has("output_format") ? body.path("output_format") : body.at("/output_config/format");
        if (format.path("type").asText().equals("json_schema")) {
            request.outputFormat(OutputFormat.schema(
                    "output", JsonSchema.of(format.path("schema").toString())));
        }
    }
}
