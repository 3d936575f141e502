package dev.portolan.wire.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.spi.support.WireJson;
import java.io.IOException;
import java.util.Set;

/**
 * Asks the vendor how many input tokens a request has, without running it. Thread-safe. Comes from {@link
 * ResponsesWire#tokenCounting()}.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses/input-tokens">OpenAI: count input tokens</a>
 */
public final class TokenCounting {

    /** What the endpoint takes; sampling, storage and the like do not count. */
    private static final Set<String> MEMBERS = Set.of(
            "model",
            "input",
            "previous_response_id",
            "tools",
            "text",
            "reasoning",
            "truncation",
            "instructions",
            "personality",
            "conversation",
            "tool_choice",
            "parallel_tool_calls");

    private final RequestMapper requests;
    private final ResponseMapper responses;

    TokenCounting(RequestMapper requests, ResponseMapper responses) {
        this.requests = requests;
        this.responses = responses;
    }

    /**
     * Where requests are posted, relative to the base address.
     *
     * @return {@code responses/input_tokens}
     */
    public String path() {
        return "responses/input_tokens";
    }

    /**
     * A request as bytes.
     *
     * @param request what would be asked
     * @param model the model's id on the wire
     * @return the JSON body, UTF-8
     * @throws dev.portolan.error.LlmException of kind unsupported-feature when content has no place on this wire
     */
    public byte[] encode(ChatRequest request, String model) {
        return requests.encodeForCounting(request, model, MEMBERS);
    }

    /**
     * The number of tokens from an answer.
     *
     * @param body the JSON body of a successful answer
     * @return the number of input tokens
     * @throws dev.portolan.error.LlmException of kind invalid-response when the body tells no number
     */
    public long decode(byte[] body) {
        JsonNode tokens;
        try {
            tokens = WireJson.mapper().readTree(body).path("input_tokens");
        } catch (IOException e) {
            throw responses.invalid("The answer is no JSON: it breaks off or is malformed", null);
        }
        if (!tokens.isIntegralNumber()) {
            throw responses.invalid("The answer tells no input_tokens", null);
        }
        return tokens.longValue();
    }
}
