package dev.portolan.simulator.bedrock;

import dev.portolan.error.ErrorKind;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.internal.HttpAnswer;
import dev.portolan.simulator.internal.HttpWire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Bedrock says when something goes wrong on its side or the account's. See
 * https://docs.aws.amazon.com/bedrock/latest/userguide/troubleshooting-api-error-codes.html.
 */
final class BedrockErrors implements HttpWire {

    private static final Set<String> IN_STREAM = Set.of(
            "rate-limited",
            "unavailable",
            "invalid-request",
            "context-length",
            "throttling-exception",
            "service-unavailable-exception",
            "validation-exception",
            "internal-server-exception",
            "model-stream-error-exception");
    private static final Set<String> BEFORE_STREAM = Set.of(
            "authentication",
            "permission",
            "model-not-found",
            "unsupported-feature",
            "content-filtered",
            "quota-exhausted",
            "timeout",
            "model-not-ready-exception",
            "model-error-exception",
            "expired-token-exception");

    private final Map<String, String> headers;

    /**
     * Errors for one request.
     *
     * @param headers what every answer carries
     */
    BedrockErrors(Map<String, String> headers) {
        this.headers = headers;
    }

    /** Whether Bedrock can have a fault: all but errors that it does not know, or not in a stream. */
    static boolean has(Fault fault) {
        if (fault instanceof Fault.VendorError error) {
            return IN_STREAM.contains(error.kind().id())
                    || BEFORE_STREAM.contains(error.kind().id());
        }
        return !(fault instanceof Fault.ErrorInStream error)
                || IN_STREAM.contains(error.kind().id());
    }

    @Override
    public HttpAnswer error(ErrorKind kind, @Nullable Duration retryAfter) {
        return answer(of(kind), retryAfter);
    }

    @Override
    public HttpAnswer status(int code, @Nullable Duration retryAfter) {
        String type = switch (code) {
            case 403 -> "AccessDeniedException";
            case 404 -> "ResourceNotFoundException";
            case 408 -> "ModelTimeoutException";
            case 424 -> "ModelErrorException";
            case 429 -> "ThrottlingException";
            case 503 -> "ServiceUnavailableException";
            default -> code < 500 ? "ValidationException" : "InternalServerException";
        };
        return answer(BedrockError.of(code, type, "The request could not be processed."), retryAfter);
    }

    private HttpAnswer answer(BedrockError error, @Nullable Duration retryAfter) {
        HttpAnswer answer = error.answer().with(headers);
        return retryAfter == null
                ? answer
                : answer.with(Map.of("retry-after", String.valueOf((retryAfter.toMillis() + 999) / 1000)));
    }

    /** A message that is an exception, its class with a small first letter. */
    @Override
    public byte[] errorInStream(ErrorKind kind, int sent) {
        BedrockError error = of(kind);
        String type =
                Character.toLowerCase(error.type().charAt(0)) + error.type().substring(1);
        return EventFraming.exception(type).frame(error.body().toString().getBytes(StandardCharsets.UTF_8));
    }

    /** By the library's kinds, or by the names of the service's own classes where these do not tell enough. */
    private static BedrockError of(ErrorKind kind) {
        return switch (kind.id()) {
            case "authentication" ->
                BedrockError.denied(
                        "UnrecognizedClientException", "The security token included in the request is invalid.");
            case "expired-token-exception" ->
                BedrockError.denied("ExpiredTokenException", "The security token included in the request is expired");
            case "permission" ->
                BedrockError.of(
                        403,
                        "AccessDeniedException",
                        "You don't have access to the model with the specified model ID.");
            case "model-not-found" -> BedrockError.unknownModel();
            case "invalid-request", "validation-exception" ->
                BedrockError.invalid("A conversation must alternate between user and assistant roles. Make sure the"
                        + " conversation alternates between user and assistant roles and try again.");
            case "unsupported-feature" -> BedrockError.invalid("This model doesn't support tool use.");
            case "context-length" -> BedrockError.invalid("Input is too long for requested model.");
            case "content-filtered" ->
                BedrockError.invalid("This request has been blocked by our content filters. Our filters automatically"
                        + " flagged this prompt because it may conflict our AUP or AWS Responsible AI Policy. Please"
                        + " adjust your prompt to submit a new request.");
            case "rate-limited", "throttling-exception" ->
                BedrockError.throttled("Too many requests, please wait before trying again.");
            case "quota-exhausted" ->
                BedrockError.throttled("Too many tokens per day, please wait before trying again.");
            case "unavailable", "service-unavailable-exception" ->
                BedrockError.of(503, "ServiceUnavailableException", "Bedrock is unable to process your request.");
            case "timeout" ->
                BedrockError.of(
                        408,
                        "ModelTimeoutException",
                        "Model has timed out in processing the request. Try your request again.");
            case "internal-server-exception" -> BedrockError.failed();
            case "model-stream-error-exception" ->
                BedrockError.of(
                        424,
                        "ModelStreamErrorException",
                        "An error occurred while streaming the response. Retry your request.");
            case "model-not-ready-exception" ->
                BedrockError.of(
                        429,
                        "ModelNotReadyException",
                        "The model specified in the request is not ready to serve inference requests.");
            case "model-error-exception" ->
                BedrockError.of(
                        424,
                        "ModelErrorException",
                        "The system encountered an unexpected error during processing. Try your request again.");
            default -> throw new IllegalArgumentException("Bedrock has no error " + kind);
        };
    }
}
