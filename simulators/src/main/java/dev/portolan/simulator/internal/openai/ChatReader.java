package dev.portolan.simulator.internal.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.simulator.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads and checks a Chat Completions request. See https://platform.openai.com/docs/api-reference/chat/create.
 */
final class ChatReader {

    private static final Set<String> KNOWN = Set.of(
            "messages",
            "model",
            "service_tier",
            "modalities",
            "verbosity",
            "reasoning_effort",
            "max_completion_tokens",
            "frequency_penalty",
            "presence_penalty",
            "web_search_options",
            "top_logprobs",
            "response_format",
            "audio",
            "store",
            "stream",
            "stop",
            "logit_bias",
            "logprobs",
            "max_tokens",
            "n",
            "prediction",
            "seed",
            "stream_options",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "function_call",
            "functions",
            "metadata",
            "temperature",
            "top_p",
            "user",
            "safety_identifier",
            "prompt_cache_key",
            "prompt_cache_retention",
            "prompt_cache_options",
            "moderation");
    private static final int MOST_STOPS = 4;

    private final Fields body;
    private final ModelTraits traits;
    private final ModelName model;

    private ChatReader(Fields body, ModelName model) {
        this.body = body;
        this.model = model;
        this.traits = ModelTraits.of(model.model());
    }

    static ChatCall read(Fields body, ModelName model, Set<String> more) {
        return new ChatReader(body, model).read(more);
    }

    private ChatCall read(Set<String> more) {
        List<String> unknown = body.unknown(KNOWN);
        unknown.removeAll(more);
        if (!unknown.isEmpty()) {
            throw OpenAiError.invalid(
                    null, null, "Unrecognized request argument supplied: " + String.join(", ", unknown));
        }
        refuseSound();
        boolean stream = body.isTrue("stream");
        Fields streamOptions = body.object("stream_options");
        if (streamOptions != null && !stream) {
            throw OpenAiError.invalid(
                    null, "stream_options", "The 'stream_options' parameter is only allowed when 'stream' is enabled.");
        }
        ChatRequest.Builder request = ChatRequest.builder();
        ChatMessages.read(body, request);
        ToolRules.readChat(body, request);
        request.outputFormat(OutputRules.readChat(body));
        Integer logprobs = readSampling(request);
        Integer choices = body.integer("n", 1, 128);
        return new ChatCall(
                new Prompt(model.asked(), stream, Built.of(request)),
                model,
                body.string("reasoning_effort"),
                choices == null ? 1 : choices,
                streamOptions != null && streamOptions.isTrue("include_usage"),
                streamOptions == null || !Boolean.FALSE.equals(streamOptions.bool("include_obfuscation")),
                logprobs,
                tier(body));
    }

    static String tier(Fields body) {
        String tier = body.string("service_tier");
        return tier == null || tier.equals("auto") ? "default" : tier;
    }

    private void refuseSound() {
        if (body.get("modalities").toString().contains("audio") || body.has("audio")) {
            throw OpenAiError.invalid("invalid_value", "modalities", "This simulated model does not produce audio.");
        }
    }

    private @Nullable Integer readSampling(ChatRequest.Builder request) {
        String effort = SamplingRules.effort(body, "reasoning_effort", traits);
        SamplingRules.read(body, traits, effort, request);
        request.maxOutputTokens(maxTokens())
                .seed(body.seed("seed"))
                .frequencyPenalty(body.decimal("frequency_penalty", -2, 2))
                .presencePenalty(body.decimal("presence_penalty", -2, 2))
                .stop(stop());
        boolean logprobs = body.isTrue("logprobs");
        Integer top = body.integer("top_logprobs", 0, 20);
        if (top != null && !logprobs) {
            throw OpenAiError.invalid(
                    null, "top_logprobs", "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.");
        }
        if (traits.reasoning()) {
            for (String refused : List.of("stop", "logprobs", "logit_bias", "frequency_penalty", "presence_penalty")) {
                if (body.has(refused) && traits.thinks(effort)) {
                    throw OpenAiError.unsupported(refused);
                }
            }
        }
        Integer asked = logprobs ? Integer.valueOf(top == null ? 0 : top) : null;
        request.logprobs(asked);
        return asked;
    }

    private @Nullable Integer maxTokens() {
        Integer old = body.integer("max_tokens", 1, Integer.MAX_VALUE);
        Integer current = body.integer("max_completion_tokens", 1, Integer.MAX_VALUE);
        if (old != null && traits.reasoning()) {
            throw OpenAiError.invalid(
                    "unsupported_parameter",
                    "max_tokens",
                    "Unsupported parameter: 'max_tokens' is not supported with this model. Use"
                            + " 'max_completion_tokens' instead.");
        }
        if (old != null && current != null) {
            throw OpenAiError.invalid(
                    "invalid_parameter_combination",
                    "max_tokens",
                    "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.");
        }
        return old == null ? current : old;
    }

    private List<String> stop() {
        JsonNode stop = body.get("stop");
        if (stop.isMissingNode() || stop.isNull()) {
            return List.of();
        }
        if (stop.isTextual()) {
            return List.of(stop.textValue());
        }
        List<String> stops = new ArrayList<>();
        stop.forEach(one -> stops.add(one.asText()));
        if (!stop.isArray() || stop.valueStream().anyMatch(one -> !one.isTextual())) {
            throw Fields.wrongType("stop", "a string or an array of strings", stop);
        }
        if (stops.size() > MOST_STOPS) {
            throw OpenAiError.invalid(
                    "array_above_max_length",
                    "stop",
                    "Invalid 'stop': array too long. Expected an array with maximum length " + MOST_STOPS
                            + ", but got an array with length " + stops.size() + " instead.");
        }
        return stops;
    }
}
