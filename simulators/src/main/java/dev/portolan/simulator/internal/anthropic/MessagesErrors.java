package dev.portolan.simulator.internal.anthropic;

import dev.portolan.error.ErrorKind;
import dev.portolan.simulator.internal.HttpAnswer;
import dev.portolan.simulator.internal.HttpWire;
import dev.portolan.simulator.internal.Json;
import dev.portolan.simulator.internal.SseFraming;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Anthropic's service says when something goes wrong. See https://platform.claude.com/docs/en/api/errors. */
public final class MessagesErrors implements HttpWire {

    private final Map<String, String> headers;

    /**
     * The words for one request.
     *
     * @param headers what every answer carries
     */
    public MessagesErrors(Map<String, String> headers) {
        this.headers = Map.copyOf(headers);
    }

    @Override
    public HttpAnswer error(ErrorKind kind, @Nullable Duration retryAfter) {
        return answer(of(kind), retryAfter);
    }

    @Override
    public HttpAnswer status(int code, @Nullable Duration retryAfter) {
        String type = switch (code) {
            case 400 -> "invalid_request_error";
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 504 -> "timeout_error";
            case 529 -> "overloaded_error";
            default -> code >= 500 ? "api_error" : "invalid_request_error";
        };
        return answer(new MessagesError(code, type, "The request could not be processed."), retryAfter);
    }

    @Override
    public byte[] errorInStream(ErrorKind kind, int sent) {
        return SseFraming.event("error").frame(Json.bytes(of(kind).body()));
    }

    private HttpAnswer answer(MessagesError error, @Nullable Duration retryAfter) {
        HttpAnswer answer = MessagesEndpoint.answer(error).with(headers);
        return retryAfter == null
                ? answer
                : answer.with(Map.of("retry-after", String.valueOf((retryAfter.toMillis() + 999) / 1000)));
    }

    private static MessagesError of(ErrorKind kind) {
        return switch (kind.id()) {
            case "authentication" -> new MessagesError(401, "authentication_error", "invalid x-api-key");
            case "permission" ->
                new MessagesError(
                        403,
                        "permission_error",
                        "Your API key does not have permission to use the specified resource.");
            case "model-not-found" -> new MessagesError(404, "not_found_error", "model: claude-unknown");
            case "unsupported-feature" ->
                MessagesError.invalid(
                        "This model does not support effort level 'xhigh'. Supported levels: high, low, max, medium.");
            case "invalid-request" -> MessagesError.invalid("messages.0.role: Input should be 'user' or 'assistant'");
            case "context-length" -> MessagesError.invalid("prompt is too long: 213424 tokens > 200000 maximum");
            case "content-filtered" -> MessagesError.invalid("Output blocked by content filtering policy");
            case "rate-limited" ->
                new MessagesError(
                        429,
                        "rate_limit_error",
                        "This request would exceed your organization's rate limit of 50 requests per minute.");
            case "quota-exhausted" ->
                new MessagesError(
                        402, "billing_error", "There is an issue with your account's billing or payment information.");
            case "unavailable" -> new MessagesError(529, "overloaded_error", "Overloaded");
            default -> throw new IllegalArgumentException("Anthropic has no error " + kind);
        };
    }
}
