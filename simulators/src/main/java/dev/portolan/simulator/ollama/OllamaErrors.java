package dev.portolan.simulator.ollama;

import dev.portolan.error.ErrorKind;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.internal.HttpAnswer;
import dev.portolan.simulator.internal.HttpWire;
import dev.portolan.simulator.internal.Json;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Ollama says when something goes wrong; limits and keys are the hosted service's. See
 * https://github.com/ollama/ollama/blob/main/docs/api/errors.mdx.
 */
final class OllamaErrors implements HttpWire {

    private static final Set<ErrorKind> ANYWHERE = Set.of(ErrorKind.CONTEXT_LENGTH, ErrorKind.UNAVAILABLE);
    private static final Set<ErrorKind> BEFORE_STREAM = Set.of(
            ErrorKind.AUTHENTICATION,
            ErrorKind.PERMISSION,
            ErrorKind.MODEL_NOT_FOUND,
            ErrorKind.INVALID_REQUEST,
            ErrorKind.UNSUPPORTED_FEATURE,
            ErrorKind.RATE_LIMITED,
            ErrorKind.QUOTA_EXHAUSTED);

    private final String model;

    OllamaErrors(String model) {
        this.model = model;
    }

    /** Whether Ollama can have a fault: all but errors that it does not know, or not in a stream. */
    static boolean has(Fault fault) {
        if (fault instanceof Fault.VendorError error) {
            return ANYWHERE.contains(error.kind()) || BEFORE_STREAM.contains(error.kind());
        }
        return !(fault instanceof Fault.ErrorInStream error) || ANYWHERE.contains(error.kind());
    }

    @Override
    public HttpAnswer error(ErrorKind kind, @Nullable Duration retryAfter) {
        return told(of(kind), retryAfter);
    }

    @Override
    public HttpAnswer status(int code, @Nullable Duration retryAfter) {
        return told(
                new OllamaError(code, code < 500 ? "the request was not accepted" : "internal server error"),
                retryAfter);
    }

    private static HttpAnswer told(OllamaError error, @Nullable Duration retryAfter) {
        HttpAnswer answer = error.answer();
        return retryAfter == null
                ? answer
                : answer.with(Map.of("retry-after", String.valueOf((retryAfter.toMillis() + 999) / 1000)));
    }

    @Override
    public byte[] errorInStream(ErrorKind kind, int sent) {
        return NdjsonFraming.LINE.frame(Json.bytes(OllamaError.object(of(kind).text())));
    }

    private OllamaError of(ErrorKind kind) {
        return switch (kind.id()) {
            case "authentication" -> new OllamaError(401, "unauthorized");
            case "permission" -> new OllamaError(403, "this model requires a subscription, upgrade for access");
            case "model-not-found" -> OllamaError.notFound(model);
            case "invalid-request" -> OllamaError.invalid("top_logprobs must be between 0 and 20");
            case "unsupported-feature" ->
                OllamaError.invalid("registry.ollama.ai/library/" + ModelStore.full(model) + " does not support tools");
            case "context-length" -> OllamaError.invalid("the input length exceeds the context length");
            case "rate-limited" -> new OllamaError(429, "too many concurrent requests");
            case "quota-exhausted" ->
                new OllamaError(429, "you have reached your weekly usage limit, upgrade for higher limits");
            case "unavailable" ->
                new OllamaError(503, "server busy, please try again.  maximum pending requests exceeded");
            default -> throw new IllegalArgumentException("Ollama has no error " + kind);
        };
    }
}
