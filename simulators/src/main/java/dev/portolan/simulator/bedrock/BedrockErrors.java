package dev.portolan.simulator.bedrock;

import dev.portolan.error.ErrorKind;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.internal.HttpAnswer;
import dev.portolan.simulator.internal.HttpWire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Bedrock says when something goes wrong on its side or the account's. See
 * https://docs.aws.amazon.com/bedrock/latest/userguide/troubleshooting-api-error-codes.html.
 */
final class BedrockErrors implements HttpWire {

    private static final BedrockError THROTTLED =
            BedrockError.throttled("Too many requests, please wait before trying again.");
    private static final BedrockError UNAVAILABLE = BedrockError.of(
            503, "ServiceUnavailableException", "Bedrock is unable to process your request.");
    private static final BedrockError INVALID = BedrockError.invalid("A conversation must alternate between user and"
            + " assistant roles. Make sure the conversation alternates between user and assistant roles and try again.");
    private static final BedrockError TOO_LONG = BedrockError.invalid("Input is too long for requested model.");
    private static final BedrockError STREAM_ERROR = BedrockError.of(
            424, "ModelStreamErrorException", "An error occurred while streaming the response. Retry your request.");

    private static final Map<String, BedrockError> BY_KIND = Map.ofEntries(
            Map.entry(
                    "authentication",
                    BedrockError.denied(
                            "UnrecognizedClientException", "The security token included in the request is invalid.")),
            Map.entry(
                    "permission",
                    BedrockError.of(
                            403,
                            "AccessDeniedException",
                            "You don't have access to the model with the specified model ID.")),
            Map.entry("model-not-found", BedrockError.unknownModel()),
            Map.entry("invalid-request", INVALID),
            Map.entry("unsupported-feature", BedrockError.invalid("This model doesn't support tool use.")),
            Map.entry("context-length", TOO_LONG),
            Map.entry(
                    "content-filtered",
                    BedrockError.invalid("This request has been blocked by our content filters. Our filters automatically"
                            + " flagged this prompt because it may conflict our AUP or AWS Responsible AI Policy. Please"
                            + " adjust your prompt to submit a new request.")),
            Map.entry("rate-limited", THROTTLED),
            Map.entry(
                    "quota-exhausted",
                    BedrockError.throttled("Too many tokens per day, please wait before trying again.")),
            Map.entry("unavailable", UNAVAILABLE),
            Map.entry(
                    "timeout",
                    BedrockError.of(
                            408,
                            "ModelTimeoutException",
                            "Model has timed out in processing the request. Try your request again.")),
            // The service's own classes, for what the kinds do not tell apart.
            Map.entry("throttling-exception", THROTTLED),
            Map.entry("service-unavailable-exception", UNAVAILABLE),
            Map.entry("validation-exception", INVALID),
            Map.entry("internal-server-exception", BedrockError.failed()),
            Map.entry("model-stream-error-exception", STREAM_ERROR),
            Map.entry(
                    "model-not-ready-exception",
                    BedrockError.of(
                            429,
                            "ModelNotReadyException",
                            "The model specified in the request is not ready to serve inference requests.")),
            Map.entry(
                    "model-error-exception",
                    BedrockError.of(
                            424,
                            "ModelErrorException",
                            "The system encountered an unexpected error during processing. Try your request again.")),
            Map.entry(
                    "expired-token-exception",
                    BedrockError.denied(
                            "ExpiredTokenException", "The security token included in the request is expired")));

    private static final Map<String, BedrockError> IN_STREAM = Map.ofEntries(
            Map.entry("rate-limited", THROTTLED),
            Map.entry("unavailable", UNAVAILABLE),
            Map.entry("invalid-request", INVALID),
            Map.entry("context-length", TOO_LONG),
            Map.entry("throttling-exception", THROTTLED),
            Map.entry("service-unavailable-exception", UNAVAILABLE),
            Map.entry("validation-exception", INVALID),
            Map.entry("internal-server-exception", BedrockError.failed()),
            Map.entry("model-stream-error-exception", STREAM_ERROR));

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
            return BY_KIND.containsKey(error.kind().id());
        }
        return !(fault instanceof Fault.ErrorInStream error)
                || IN_STREAM.containsKey(error.kind().id());
    }

    @Override
    public HttpAnswer error(ErrorKind kind, @Nullable Duration retryAfter) {
        return answer(found(BY_KIND, kind), retryAfter);
    }

    @Override
    public HttpAnswer status(int code, @Nullable Duration retryAfter) {
        String type =
                switch (code) {
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
        BedrockError error = found(IN_STREAM, kind);
        String type = Character.toLowerCase(error.type().charAt(0)) + error.type().substring(1);
        return EventFraming.exception(type).frame(error.body().toString().getBytes(StandardCharsets.UTF_8));
    }

    private static BedrockError found(Map<String, BedrockError> errors, ErrorKind kind) {
        BedrockError error = errors.get(kind.id());
        if (error == null) {
            throw new IllegalArgumentException("Bedrock has no error " + kind);
        }
        return error;
    }
}
