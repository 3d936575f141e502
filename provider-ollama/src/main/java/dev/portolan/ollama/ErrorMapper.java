package dev.portolan.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.LimitHeaders;
import dev.portolan.spi.support.WireJson;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns an error into the exception of its kind. All that Ollama tells is a text and a status, and within a stream the text alone,
 * so the words count before the status. They go into {@link LlmException#vendorMessage()} only. Thread-safe.
 *
 * @see <a href="https://docs.ollama.com/api/errors">Ollama: errors</a>
 */
final class ErrorMapper {

    /** What the words tell, the first that fits. */
    private record Rule(ErrorKind kind, List<String> words) {

        boolean fits(String message) {
            return words.stream().anyMatch(message::contains);
        }
    }

    private static final List<Rule> RULES = List.of(
            new Rule(ErrorKind.INVALID_REQUEST, List.of("page not found", "invalid option", "must be of type")),
            new Rule(
                    ErrorKind.CONTEXT_LENGTH,
                    List.of("exceeds the context length", "context length exceeded", "exceeds maximum context")),
            new Rule(
                    ErrorKind.UNSUPPORTED_FEATURE,
                    List.of(
                            "does not support",
                            "is not supported for this model",
                            "missing data required for image input",
                            "is not supported by this model")),
            new Rule(ErrorKind.INVALID_REQUEST, List.of("invalid format", "failed to parse grammar", "invalid json")),
            new Rule(ErrorKind.QUOTA_EXHAUSTED, List.of("usage limit", "upgrade for higher limits")),
            new Rule(ErrorKind.RATE_LIMITED, List.of("too many concurrent requests", "rate limit")),
            new Rule(ErrorKind.UNAVAILABLE, List.of("server busy", "system memory", "runner")));

    private final String model;
    private final Clock clock;

    ErrorMapper(String model) {
        this(model, Clock.systemUTC());
    }

    ErrorMapper(String model, Clock clock) {
        this.model = model;
        this.clock = clock;
    }

    /** The exception for an answer whose status is no success. */
    LlmException map(int status, Function<String, @Nullable String> header, byte[] body) {
        String message = message(body);
        ErrorKind kind = kind(status, message);
        return details(kind, message)
                .status(status)
                .requestId(requestId(header))
                .retryAfter(LimitHeaders.retryAfter(header, clock))
                .toException(kind);
    }

    /** The exception for an error within an answer that began with a status of success. */
    LlmException inAnswer(String message) {
        ErrorKind kind = kind(500, message);
        return details(kind, message).toException(kind);
    }

    /** Ollama gives requests no ids; the hosted service and gateways do. */
    static @Nullable String requestId(Function<String, @Nullable String> header) {
        String id = header.apply("x-request-id");
        return id != null && id.length() <= 100 && id.matches("[A-Za-z0-9_.:-]+") ? id : null;
    }

    private static String message(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, 64 * 1024), StandardCharsets.UTF_8);
        if (WireJson.isObject(text)) {
            JsonNode error = WireJson.tree(text).path("error");
            return error.isTextual() ? error.asText() : error.isMissingNode() ? "" : error.toString();
        }
        return text.strip();
    }

    private ErrorKind kind(int status, String message) {
        String lower = message.toLowerCase(Locale.ROOT);
        if (missingModel(status, lower)) {
            return ErrorKind.MODEL_NOT_FOUND;
        }
        for (Rule rule : RULES) {
            if (rule.fits(lower)) {
                return rule.kind();
            }
        }
        return switch (status) {
            case 401 -> ErrorKind.AUTHENTICATION;
            case 402 -> ErrorKind.QUOTA_EXHAUSTED;
            case 403 -> ErrorKind.PERMISSION;
            case 404 -> lower.isEmpty() ? ErrorKind.MODEL_NOT_FOUND : ErrorKind.INVALID_REQUEST;
            case 408, 504 -> ErrorKind.TIMEOUT;
            case 429 -> ErrorKind.RATE_LIMITED;
            default -> status >= 500 ? ErrorKind.UNAVAILABLE : ErrorKind.INVALID_REQUEST;
        };
    }

    /** Older servers add "try pulling it first". A pull says that the registry has no such file. */
    private static boolean missingModel(int status, String message) {
        return (message.contains("model") && message.contains("not found") && (status == 404 || status >= 500))
                || message.contains("file does not exist");
    }

    private ErrorDetails.Builder details(ErrorKind kind, String message) {
        ErrorDetails.Builder details = ErrorDetails.builder(summary(kind, message))
                .remedy(remedy(kind, message))
                .provider(OllamaProvider.ID)
                .model(model)
                .vendorMessage(message.isEmpty() ? null : message);
        return details;
    }

    private static String summary(ErrorKind kind, String message) {
        return switch (kind.id()) {
            case "authentication" -> "The server does not accept the key";
            case "permission" -> "The key may not use this model";
            case "model-not-found" -> "The server has no such model";
            case "unsupported-feature" -> "The model does not take what the request asks for";
            case "context-length" -> "The prompt is longer than the context the server keeps";
            case "rate-limited" -> "Too many requests at this moment";
            case "quota-exhausted" -> "The account's usage limit is reached";
            case "timeout" -> "A gateway before the server gave up waiting";
            case "unavailable" ->
                lacksMemory(message)
                        ? "The server's machine has not enough memory for the model"
                        : "The server failed or is busy";
            default -> "The server found the request wrong";
        };
    }

    private static boolean lacksMemory(String message) {
        return message.toLowerCase(Locale.ROOT).contains("system memory");
    }

    private String remedy(ErrorKind kind, String message) {
        return switch (kind.id()) {
            case "authentication" -> "Check the api-key setting";
            case "permission" -> "Check what the account may use, or choose another model";
            case "model-not-found" ->
                "Run `ollama pull " + model + "` on the server's machine, or set pull-missing=true to have it done";
            case "context-length" -> "Shorten the conversation, raise num-ctx, or choose a model with a larger window";
            case "rate-limited" -> "Wait as told, or send fewer requests at once";
            case "quota-exhausted" -> "Wait for the next period, or ask for higher limits";
            case "timeout" -> "Allow the gateway more time: a model may take minutes to load";
            case "unavailable" ->
                lacksMemory(message)
                        ? "Choose a smaller model or quantisation, or a smaller num-ctx"
                        : "Try again later; the server's log says more";
            default ->
                message.contains("page not found")
                        ? "Check the base-url setting: it is the server's address without a path"
                        : "See vendorMessage() for the server's words";
        };
    }
}
