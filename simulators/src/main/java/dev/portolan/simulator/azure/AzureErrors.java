package dev.portolan.simulator.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.error.ErrorKind;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.internal.HttpAnswer;
import dev.portolan.simulator.internal.HttpWire;
import dev.portolan.simulator.internal.Json;
import dev.portolan.simulator.internal.RateMeter;
import dev.portolan.simulator.internal.openai.Api;
import dev.portolan.simulator.internal.openai.OpenAiError;
import dev.portolan.simulator.internal.openai.StreamError;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Azure OpenAI says when something goes wrong. What the gateway refuses has a code and a message only; what the model refuses is
 * in OpenAI's form.
 */
final class AzureErrors implements HttpWire {

    static final String REGION = "East US 2";

    private static final Set<ErrorKind> IN_STREAM = Set.of(
            ErrorKind.INVALID_REQUEST,
            ErrorKind.CONTEXT_LENGTH,
            ErrorKind.RATE_LIMITED,
            ErrorKind.QUOTA_EXHAUSTED,
            ErrorKind.UNAVAILABLE);
    private static final Set<ErrorKind> BEFORE_STREAM = Set.of(
            ErrorKind.AUTHENTICATION,
            ErrorKind.PERMISSION,
            ErrorKind.MODEL_NOT_FOUND,
            ErrorKind.UNSUPPORTED_FEATURE,
            ErrorKind.CONTENT_FILTERED);

    private final Api api;
    private final String model;
    private final Map<String, String> headers;

    AzureErrors(Api api, String model, Map<String, String> headers) {
        this.api = api;
        this.model = model;
        this.headers = headers;
    }

    /** Whether Azure can have a fault: all but errors that no service can send, or not in a stream. */
    static boolean has(Fault fault) {
        if (fault instanceof Fault.VendorError error) {
            return IN_STREAM.contains(error.kind()) || BEFORE_STREAM.contains(error.kind());
        }
        return !(fault instanceof Fault.ErrorInStream error) || IN_STREAM.contains(error.kind());
    }

    @Override
    public HttpAnswer error(ErrorKind kind, @Nullable Duration retryAfter) {
        return kind.equals(ErrorKind.CONTENT_FILTERED) ? blockedPrompt() : answer(of(kind), retryAfter);
    }

    @Override
    public HttpAnswer status(int code, @Nullable Duration retryAfter) {
        return answer(gateway(code, String.valueOf(code), "The request could not be processed."), retryAfter);
    }

    @Override
    public byte[] errorInStream(ErrorKind kind, int sent) {
        return StreamError.of(of(kind), api == Api.RESPONSES, model, sent);
    }

    private HttpAnswer answer(OpenAiError error, @Nullable Duration retryAfter) {
        if (retryAfter != null) {
            error.retryAfter(retryAfter.toMillis());
        }
        HttpAnswer answer = error.answer().with(headers);
        return "RateLimitReached".equals(error.code())
                ? answer.with(Map.of("x-ratelimit-remaining-requests", "0", "x-ratelimit-remaining-tokens", "0"))
                : answer;
    }

    /** What the filter found stands in an inner error: https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-filter. */
    private HttpAnswer blockedPrompt() {
        OpenAiError error = new OpenAiError(
                400,
                "invalid_request_error",
                "content_filter",
                "prompt",
                "The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please"
                        + " modify your prompt and retry. To learn more about our content filtering policies please read"
                        + " our documentation: https://go.microsoft.com/fwlink/?linkid=2198766");
        ObjectNode body = error.body();
        ObjectNode inner = ((ObjectNode) body.get("error"))
                .putNull("type")
                .put("status", 400)
                .putObject("innererror")
                .put("code", "ResponsibleAIPolicyViolation");
        ObjectNode result = ContentFilter.results(true);
        result.set("jailbreak", ContentFilter.detected(false));
        inner.set("content_filter_result", result);
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("content-type", "application/json");
        return HttpAnswer.whole(400, all, 0, Json.pretty(body), "content_filter");
    }

    private OpenAiError of(ErrorKind kind) {
        return switch (kind.id()) {
            case "authentication" -> wrongKey();
            case "permission" -> gateway(403, "403", "Access denied due to Virtual Network/Firewall rules.");
            case "model-not-found" -> noDeployment();
            case "unsupported-feature" -> wrongOperation(api, model);
            case "invalid-request" ->
                OpenAiError.invalid(
                        "invalid_value",
                        api == Api.RESPONSES ? "input[0].role" : "messages[0].role",
                        "Invalid value: 'narrator'. Supported values are: 'assistant', 'system', 'developer', and"
                                + " 'user'.");
            case "context-length" ->
                OpenAiError.invalid(
                        "context_length_exceeded",
                        api == Api.RESPONSES ? "input" : "messages",
                        "This model's maximum context length is 128000 tokens. However, your messages resulted in 130112"
                                + " tokens. Please reduce the length of the messages.");
            case "rate-limited" -> gateway(429, "RateLimitReached", exceeded(model, "call rate limit"));
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
                gateway(
                        503,
                        "ServiceUnavailable",
                        "The service is temporarily unable to process your request. Please try again later.");
            default -> throw new IllegalArgumentException("Azure has no error " + kind);
        };
    }

    static OpenAiError wrongKey() {
        return gateway(
                401,
                "401",
                "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for"
                        + " an active subscription and use a correct regional API endpoint for your resource.");
    }

    static OpenAiError notFound() {
        return gateway(404, "404", "Resource not found");
    }

    static OpenAiError badRequest(String message) {
        return gateway(400, "BadRequest", message);
    }

    static OpenAiError noDeployment() {
        return gateway(
                404,
                "DeploymentNotFound",
                "The API deployment for this resource does not exist. If you created the deployment within the last 5"
                        + " minutes, please wait a moment and try again.");
    }

    static OpenAiError wrongOperation(Api api, String model) {
        String operation = switch (api) {
            case EMBEDDINGS -> "embeddings";
            case RESPONSES -> "responses";
            default -> "chatCompletion";
        };
        return gateway(
                400,
                "OperationNotSupported",
                "The " + operation + " operation does not work with the specified model, " + model
                        + ". Please choose different model and try again. You can learn more about which models can be"
                        + " used with each operation here: https://go.microsoft.com/fwlink/?linkid=2197993.");
    }

    static OpenAiError rateLimited(String model, RateMeter.Refusal refusal) {
        boolean requests = refusal.level().name().equals("requests");
        OpenAiError error =
                gateway(429, "RateLimitReached", exceeded(model, requests ? "call rate limit" : "token rate limit"));
        return refusal.millis() == null ? error : error.retryAfter(refusal.millis());
    }

    private static String exceeded(String model, String limit) {
        return "Your requests to " + model + " for " + model + " in " + REGION + " have exceeded the " + limit
                + " for your current AIServices S0 pricing tier. To increase your default rate limit, visit:"
                + " https://aka.ms/oai/quotaincrease.";
    }

    private static OpenAiError gateway(int status, String code, String message) {
        return new OpenAiError(status, null, code, null, message);
    }
}
