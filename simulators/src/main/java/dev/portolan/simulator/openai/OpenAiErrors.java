package dev.portolan.simulator.openai;

import dev.portolan.error.ErrorKind;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.internal.HttpAnswer;
import dev.portolan.simulator.internal.HttpWire;
import dev.portolan.simulator.internal.openai.Api;
import dev.portolan.simulator.internal.openai.OpenAiError;
import dev.portolan.simulator.internal.openai.StreamError;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What OpenAI says when something goes wrong on its side or the account's. See
 * https://platform.openai.com/docs/guides/error-codes/api-errors.
 */
final class OpenAiErrors implements HttpWire {

    private static final Set<ErrorKind> IN_STREAM = Set.of(
            ErrorKind.INVALID_REQUEST,
            ErrorKind.CONTEXT_LENGTH,
            ErrorKind.CONTENT_FILTERED,
            ErrorKind.RATE_LIMITED,
            ErrorKind.QUOTA_EXHAUSTED,
            ErrorKind.UNAVAILABLE);
    private static final Set<ErrorKind> BEFORE_STREAM = Set.of(
            ErrorKind.AUTHENTICATION, ErrorKind.PERMISSION, ErrorKind.MODEL_NOT_FOUND, ErrorKind.UNSUPPORTED_FEATURE);

    private final boolean responses;
    private final String model;
    private final Map<String, String> headers;

    /**
     * Errors for one request.
     *
     * @param api the API, since Responses words some errors in its own way
     * @param model the model that was asked
     * @param headers what every answer carries
     */
    OpenAiErrors(Api api, String model, Map<String, String> headers) {
        this.responses = api == Api.RESPONSES;
        this.model = model;
        this.headers = headers;
    }

    /** Whether OpenAI can have a fault: all but errors that no service can send, or not in a stream. */
    static boolean has(Fault fault) {
        if (fault instanceof Fault.VendorError error) {
            return IN_STREAM.contains(error.kind()) || BEFORE_STREAM.contains(error.kind());
        }
        return !(fault instanceof Fault.ErrorInStream error) || IN_STREAM.contains(error.kind());
    }

    @Override
    public HttpAnswer error(ErrorKind kind, @Nullable Duration retryAfter) {
        return answer(of(kind), retryAfter);
    }

    @Override
    public HttpAnswer status(int code, @Nullable Duration retryAfter) {
        boolean client = code < 500;
        String type = code == 429 ? "requests" : client ? "invalid_request_error" : "server_error";
        return answer(
                new OpenAiError(code, type, null, null, client ? "The request was not accepted." : OpenAiError.FAILED),
                retryAfter);
    }

    private HttpAnswer answer(OpenAiError error, @Nullable Duration retryAfter) {
        if (retryAfter != null) {
            error.retryAfter(retryAfter.toMillis());
        }
        HttpAnswer answer = error.answer().with(headers);
        return answer.status() == 429 && !"insufficient_quota".equals(error.code())
                ? answer.with(usedUp(retryAfter))
                : answer;
    }

    /** The limits as they stand when there is nothing left. */
    private static Map<String, String> usedUp(@Nullable Duration retryAfter) {
        return Map.of(
                "x-ratelimit-limit-requests",
                "500",
                "x-ratelimit-remaining-requests",
                "0",
                "x-ratelimit-reset-requests",
                RateLimits.time(retryAfter == null ? 120 : retryAfter.toMillis()));
    }

    @Override
    public byte[] errorInStream(ErrorKind kind, int sent) {
        return StreamError.of(of(kind), responses, model, sent);
    }

    private OpenAiError of(ErrorKind kind) {
        return switch (kind.id()) {
            case "authentication" ->
                new OpenAiError(
                        401,
                        "invalid_request_error",
                        "invalid_api_key",
                        null,
                        "Incorrect API key provided: sk-proj-********************************Wxyz. You can find your API"
                                + " key at https://platform.openai.com/account/api-keys.");
            case "permission" ->
                new OpenAiError(
                        403,
                        "request_forbidden",
                        "unsupported_country_region_territory",
                        null,
                        "Country, region, or territory not supported");
            case "model-not-found" -> Models.notFound(responses ? Api.RESPONSES : Api.CHAT, model);
            case "unsupported-feature" -> OpenAiError.unsupported("temperature");
            case "invalid-request" ->
                OpenAiError.invalid(
                        "invalid_value",
                        responses ? "input[0].role" : "messages[0].role",
                        "Invalid value: 'narrator'. Supported values are: 'assistant', 'system', 'developer', and"
                                + " 'user'.");
            case "context-length" ->
                responses
                        ? OpenAiError.invalid(
                                "context_length_exceeded",
                                "input",
                                "Your input exceeds the context window of this model. Please adjust your input and try"
                                        + " again.")
                        : OpenAiError.invalid(
                                "context_length_exceeded",
                                "messages",
                                "This model's maximum context length is 128000 tokens. However, your messages resulted"
                                        + " in 130112 tokens. Please reduce the length of the messages.");
            case "content-filtered" ->
                OpenAiError.invalid(
                        "invalid_prompt",
                        null,
                        "Invalid prompt: your prompt was flagged as potentially violating our usage policy. Please try"
                                + " again with a different prompt:"
                                + " https://platform.openai.com/docs/guides/reasoning#advice-on-prompting");
            case "rate-limited" ->
                new OpenAiError(
                        429,
                        "requests",
                        "rate_limit_exceeded",
                        null,
                        "Rate limit reached for " + model + " in organization org-simulator on requests per min (RPM):"
                                + " Limit 500, Used 500, Requested 1. Please try again in 120ms. Visit"
                                + " https://platform.openai.com/account/rate-limits to learn more.");
            case "quota-exhausted" ->
                new OpenAiError(
                        429,
                        "insufficient_quota",
                        "insufficient_quota",
                        null,
                        "You exceeded your current quota, please check your plan and billing details. For more"
                                + " information on this error, read the docs:"
                                + " https://platform.openai.com/docs/guides/error-codes/api-errors.");
            case "unavailable" ->
                new OpenAiError(
                        503, "server_error", null, null, "The engine is currently overloaded, please try again later");
            default -> throw new IllegalArgumentException("OpenAI has no error " + kind);
        };
    }
}
