package dev.portolan.simulator.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.Tool;
import dev.portolan.schema.JsonSchema;
import dev.portolan.simulator.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads and checks a chat request. See https://github.com/ollama/ollama/blob/main/docs/api.md. */
final class ChatReader {

    private static final List<String> LEVELS = List.of("high", "medium", "low", "max");

    private final RequestFields body;
    private final ModelStore models;
    private final OllamaTraits traits;
    private final String model;

    ChatReader(RequestFields body, ModelStore models, OllamaTraits traits) {
        this.body = body;
        this.models = models;
        this.traits = traits;
        this.model = body.string("model");
    }

    ChatCall read() {
        Integer top = body.integer("top_logprobs");
        if (top != null && (top < 0 || top > 20)) {
            throw OllamaError.invalid("top_logprobs must be between 0 and 20");
        }
        ChatRequest.Builder request = ChatRequest.builder();
        boolean media = ChatMessages.read(body, request);
        request.tools(tools());
        boolean thinks = thinks(request);
        if (!models.can(model, ModelStore.COMPLETION)) {
            throw OllamaError.invalid("\"" + model + "\" does not support chat");
        }
        if (!body.objects("tools", "Tool").isEmpty() && !models.can(model, ModelStore.TOOLS)) {
            throw OllamaError.invalid(
                    "registry.ollama.ai/library/" + ModelStore.full(model) + " does not support tools");
        }
        if (media && !models.can(model, ModelStore.VISION)) {
            throw new OllamaError(500, "this model is missing data required for image input");
        }
        ModelOptions options = new ModelOptions(body.object("options", "map[string]interface {}"));
        options.read(request);
        request.outputFormat(format());
        boolean stream = !Boolean.FALSE.equals(body.bool("stream"));
        boolean logprobs = Boolean.TRUE.equals(body.bool("logprobs"));
        Integer asked = logprobs ? Integer.valueOf(top == null ? 0 : top) : null;
        request.logprobs(asked);
        return new ChatCall(
                new Prompt(model, stream, built(request)),
                thinks,
                options.window(traits.contextLength()),
                !Boolean.FALSE.equals(body.bool("truncate")),
                KeepAlive.of(body.get("keep_alive")),
                asked);
    }

    private static ChatRequest built(ChatRequest.Builder request) {
        try {
            return request.build();
        } catch (IllegalArgumentException e) {
            throw OllamaError.invalid(String.valueOf(e.getMessage()));
        }
    }

    private List<Tool> tools() {
        List<Tool> tools = new ArrayList<>();
        for (RequestFields tool : body.objects("tools", "api.Tool")) {
            RequestFields function = tool.object("function", "api.ToolFunction");
            String name = function.string("name");
            if (name.isBlank()) {
                throw OllamaError.invalid("tool function name is required");
            }
            JsonNode parameters = function.get("parameters");
            if (!parameters.isMissingNode() && !parameters.isNull() && !parameters.isObject()) {
                throw function.wrongType("parameters", parameters, "api.ToolFunctionParameters");
            }
            tools.add(new Tool(
                    name,
                    function.string("description"),
                    parameters.isObject() ? JsonSchema.of(parameters.toString()) : JsonSchema.EMPTY_OBJECT,
                    null));
        }
        return tools;
    }

    /** A model that can think does, unless it is told not to. */
    private boolean thinks(ChatRequest.Builder request) {
        JsonNode think = body.get("think");
        boolean can = models.can(model, ModelStore.THINKING);
        if (think.isMissingNode() || think.isNull()) {
            return can;
        }
        if (!think.isBoolean() && !(think.isTextual() && LEVELS.contains(think.textValue()))) {
            throw OllamaError.invalid("invalid think value: " + think
                    + " (must be \"high\", \"medium\", \"low\", \"max\", true, or false)");
        }
        boolean wanted = think.isTextual() || think.booleanValue();
        if (wanted && !can) {
            throw OllamaError.invalid("\"" + model + "\" does not support thinking");
        }
        request.reasoningEffort(
                think.isTextual()
                        ? ReasoningEffort.valueOf(think.textValue().toUpperCase(Locale.ROOT))
                        : wanted ? null : ReasoningEffort.NONE);
        // This family thinks whatever it is told.
        return wanted || (can && model.contains("gpt-oss"));
    }

    /** An empty text is no format. Whether one is good shows only when the model runs, hence the status. */
    private @Nullable OutputFormat format() {
        JsonNode format = body.get("format");
        if (format.isMissingNode()
                || format.isNull()
                || (format.isTextual() && format.asText().isEmpty())) {
            return null;
        }
        if (format.isTextual() && format.textValue().equals("json")) {
            return OutputFormat.JSON;
        }
        if (!format.isObject()) {
            throw new OllamaError(
                    500,
                    "invalid format: \"" + format.toString().replace("\"", "\\\"")
                            + "\"; expected \"json\" or a valid JSON Schema object");
        }
        return OutputFormat.schema("format", JsonSchema.of(format.toString()));
    }
}
