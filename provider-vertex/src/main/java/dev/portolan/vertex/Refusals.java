package dev.portolan.vertex;

import dev.portolan.error.ErrorKind;
import io.grpc.Status;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an error of the service means: its status, with the words where one status stands for many things.
 *
 * @see <a href="https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto">Google: status codes, with those of
 *     HTTP</a>
 */
final class Refusals {

    /** A quota that a wait of seconds does not bring back, or a bill that is not paid. */
    private static final Pattern USED_UP = Pattern.compile(
            "(?i).*(per[_ ]?day|daily|plan and billing|billing details|spend|prepay|credits).*", Pattern.DOTALL);

    private static final Pattern BILLING = Pattern.compile("(?i).*billing.*", Pattern.DOTALL);

    private Refusals() {}

    static ErrorKind kind(Status.Code code, String reason, String message, String quota) {
        String words = message.toLowerCase(Locale.ROOT);
        return switch (code) {
            case UNAUTHENTICATED -> ErrorKind.AUTHENTICATION;
            case PERMISSION_DENIED -> ErrorKind.PERMISSION;
            case NOT_FOUND -> words.contains("cache") ? ErrorKind.INVALID_REQUEST : ErrorKind.MODEL_NOT_FOUND;
            case INVALID_ARGUMENT, OUT_OF_RANGE -> wrong(reason, words);
            case FAILED_PRECONDITION ->
                BILLING.matcher(words).matches()
                        ? ErrorKind.PERMISSION
                        : words.contains("location") ? ErrorKind.UNSUPPORTED_FEATURE : wrong(reason, words);
            case RESOURCE_EXHAUSTED ->
                USED_UP.matcher(quota + "\n" + message).matches() ? ErrorKind.QUOTA_EXHAUSTED : ErrorKind.RATE_LIMITED;
            case DEADLINE_EXCEEDED -> ErrorKind.TIMEOUT;
            case UNIMPLEMENTED -> ErrorKind.UNSUPPORTED_FEATURE;
            case OK, CANCELLED, UNKNOWN, ALREADY_EXISTS, ABORTED, INTERNAL, UNAVAILABLE, DATA_LOSS ->
                ErrorKind.UNAVAILABLE;
        };
    }

    private static ErrorKind wrong(String reason, String words) {
        if (reason.startsWith("API_KEY_") || words.contains("api key not valid")) {
            return ErrorKind.AUTHENTICATION;
        }
        if (says(
                words,
                "token count",
                "number of tokens allowed",
                "context window",
                "too many tokens",
                "prompt is too long",
                "input is too long")) {
            return ErrorKind.CONTEXT_LENGTH;
        }
        if (says(words, "content filter", "blocked by", "responsible ai", "sensitive words")) {
            return ErrorKind.CONTENT_FILTERED;
        }
        if (says(
                words,
                "not enabled for this model",
                "is not supported",
                "is unsupported",
                "are not supported",
                "does not support",
                "doesn't support",
                "not supported by this model")) {
            return ErrorKind.UNSUPPORTED_FEATURE;
        }
        return ErrorKind.INVALID_REQUEST;
    }

    private static boolean says(String words, String... phrases) {
        for (String phrase : phrases) {
            if (words.contains(phrase)) {
                return true;
            }
        }
        return false;
    }

    /** The status that Google maps a code to on its HTTP interfaces; {@code null} for what only this side says. */
    static @Nullable Integer http(Status.Code code) {
        return switch (code) {
            case OK -> 200;
            case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
            case UNAUTHENTICATED -> 401;
            case PERMISSION_DENIED -> 403;
            case NOT_FOUND -> 404;
            case ALREADY_EXISTS, ABORTED -> 409;
            case RESOURCE_EXHAUSTED -> 429;
            case CANCELLED -> 499;
            case UNKNOWN, INTERNAL, DATA_LOSS -> 500;
            case UNIMPLEMENTED -> 501;
            case UNAVAILABLE -> 503;
            case DEADLINE_EXCEEDED -> 504;
        };
    }

    static String summary(ErrorKind kind) {
        return switch (kind.id()) {
            case "authentication" -> "Google Cloud does not accept the credentials";
            case "permission" -> "The credentials may not use the model";
            case "model-not-found" -> "Vertex AI has no such model here";
            case "unsupported-feature" -> "The model or the location does not take what the request asks for";
            case "context-length" -> "Prompt and answer do not fit the model's context window";
            case "content-filtered" -> "The vendor blocked the prompt";
            case "rate-limited" -> "Too many requests or tokens at this moment";
            case "quota-exhausted" -> "A quota of the project is used up";
            case "unavailable" -> "The service failed or is overloaded";
            case "timeout" -> "The model took too long, and the service gave up waiting";
            default -> "Vertex AI found the request wrong";
        };
    }

    static String remedy(ErrorKind kind, Status.Code code, String reason, String message) {
        String words = message.toLowerCase(Locale.ROOT);
        if (reason.equals("SERVICE_DISABLED") || words.contains("has not been used in project")) {
            return "Enable the API aiplatform.googleapis.com in the project";
        }
        if (BILLING.matcher(words).matches() && code != Status.Code.RESOURCE_EXHAUSTED) {
            return "Enable billing for the project";
        }
        return switch (kind.id()) {
            case "authentication" ->
                reason.equals("ACCESS_TOKEN_EXPIRED")
                        ? "The token has expired: give a fresh one, or credentials that renew themselves"
                        : "Check auth and its settings, and the clock of this machine";
            case "permission" ->
                "Grant the account the role roles/aiplatform.user in the project; check project, and that the model is"
                        + " enabled in Model Garden";
            case "model-not-found" ->
                "Check model and location: newer models are served at global first, and not in every region";
            case "unsupported-feature", "invalid-request" -> "See vendorMessage() for the vendor's words";
            case "context-length" -> "Shorten the conversation or choose a model with a larger window";
            case "content-filtered" -> "Change the prompt; asking again does not help";
            case "rate-limited" -> "Wait, use location=global, or buy provisioned throughput";
            case "quota-exhausted" -> "Ask for a higher quota, or use another location or model";
            case "timeout" -> "Ask for a shorter answer or stream it";
            default -> "Try again later";
        };
    }
}
