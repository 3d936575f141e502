package dev.portolan.simulator.internal.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.portolan.chat.ChatRequest;
import dev.portolan.simulator.Prompt;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and checks a request of the Responses API. See https://platform.openai.com/docs/api-reference/responses/create. */
final class ResponsesReader {

    private static final Set<String> KNOWN = Set.of(
            "service_tier",
            "truncation",
            "reasoning",
            "input",
            "include",
            "parallel_tool_calls",
            "store",
            "instructions",
            "moderation",
            "stream",
            "stream_options",
            "conversation",
            "context_management",
            "max_output_tokens",
            "prompt_cache_options",
            "top_logprobs",
            "metadata",
            "temperature",
            "top_p",
            "user",
            "safety_identifier",
            "prompt_cache_key",
            "prompt_cache_retention",
            "previous_response_id",
            "model",
            "background",
            "max_tool_calls",
            "text",
            "tools",
            "tool_choice",
            "prompt");
    private static final int LEAST_OUTPUT_TOKENS = 16;

    private final Fields body;
    private final ModelName model;
    private final ModelTraits traits;
    private final ResponseStore store;

    private ResponsesReader(Fields body, ModelName model, ResponseStore store) {
        this.body = body;
        this.model = model;
        this.traits = ModelTraits.of(model.model());
        this.store = store;
    }

    static ResponsesCall read(Fields body, ModelName model, ResponseStore store) {
        return new ResponsesReader(body, model, store).read();
    }

    private ResponsesCall read() {
        List<String> unknown = body.unknown(KNOWN);
        if (!unknown.isEmpty()) {
            throw OpenAiError.invalid(
                    "unknown_parameter", unknown.get(0), "Unknown parameter: '" + unknown.get(0) + "'.");
        }
        if (body.isTrue("background") || body.has("conversation") || body.has("prompt")) {
            throw OpenAiError.invalid(
                    "invalid_value", null, "Background mode, conversations and stored prompts are not simulated.");
        }
        ChatRequest.Builder request = ChatRequest.builder();
        String instructions = body.string("instructions");
        if (instructions != null) {
            request.system(instructions);
        }
        ArrayNode items = items();
        InputItems.read(items, request);
        ToolRules.readResponses(body, request);
        request.outputFormat(OutputRules.readResponses(body));
        Fields reasoning = body.object("reasoning");
        String effort = reasoning == null ? null : SamplingRules.effort(reasoning, "effort", traits);
        SamplingRules.read(body, traits, effort, request);
        request.maxOutputTokens(body.integer("max_output_tokens", LEAST_OUTPUT_TOKENS, Integer.MAX_VALUE));
        Integer top = body.integer("top_logprobs", 0, 20);
        if (includes("message.output_text.logprobs")) {
            request.logprobs(top == null ? 0 : top);
        }
        return new ResponsesCall(
                new Prompt(model.asked(), body.isTrue("stream"), Built.of(request)),
                model,
                body,
                items,
                effort,
                reasoning != null && (reasoning.has("summary") || reasoning.has("generate_summary")),
                includes("reasoning.encrypted_content"));
    }

    private boolean includes(String what) {
        return body.get("include").valueStream().anyMatch(one -> one.asText().equals(what));
    }

    /** The whole conversation: what a previous response remembers, and then the input. */
    private ArrayNode items() {
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        String previous = body.string("previous_response_id");
        if (previous != null) {
            items.addAll(remembered(previous));
        }
        JsonNode input = body.get("input");
        if (input.isMissingNode() || input.isNull()) {
            if (previous == null) {
                throw OpenAiError.invalid(
                        "missing_required_parameter",
                        "input",
                        "One of \"input\" or \"previous_response_id\" or 'prompt' or 'conversation_id' must be"
                                + " provided.");
            }
        } else if (input.isTextual()) {
            items.addObject().put("type", "message").put("role", "user").set("content", input);
        } else if (input.isArray()) {
            items.addAll((ArrayNode) input);
        } else {
            throw Fields.wrongType("input", "a string or an array of items", input);
        }
        if (items.isEmpty()) {
            throw OpenAiError.emptyArray("input");
        }
        return items;
    }

    private ArrayNode remembered(String id) {
        @Nullable ArrayNode items = store.find(id);
        if (items == null) {
            throw OpenAiError.invalid(
                    "previous_response_not_found",
                    "previous_response_id",
                    "Previous response with id '" + id + "' not found.");
        }
        return items;
    }
}
