package dev.portolan.simulator.vertex;

import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import dev.portolan.error.ErrorKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What Vertex says when something goes wrong on its side or the project's. See
 * https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/api-errors.
 */
final class VertexErrors {

    private VertexErrors() {}

    static VertexError of(ErrorKind kind, @Nullable Duration retryAfter, String method, String model) {
        return switch (kind.id()) {
            case "authentication" -> unauthenticated("ACCESS_TOKEN_EXPIRED", method);
            case "permission" ->
                new VertexError(
                        Code.PERMISSION_DENIED,
                        "Permission 'aiplatform.endpoints.predict' denied on resource '//aiplatform.googleapis.com/"
                                + model + "' (or it may not exist).",
                        VertexError.info("IAM_PERMISSION_DENIED", method));
            case "model-not-found" -> new VertexError(Code.NOT_FOUND, "Publisher Model `" + model + "` not found.");
            case "invalid-request" ->
                new VertexError(
                        Code.INVALID_ARGUMENT,
                        "Request contains an invalid argument.",
                        BadRequest.newBuilder()
                                .addFieldViolations(BadRequest.FieldViolation.newBuilder()
                                        .setField("contents")
                                        .setDescription("Request contains an invalid argument."))
                                .build());
            case "unsupported-feature" ->
                new VertexError(Code.INVALID_ARGUMENT, "Function calling is not enabled for this model.");
            case "context-length" ->
                VertexError.invalid(
                        "The input token count (1200000) exceeds the maximum number of tokens allowed" + " (1048576).");
            case "content-filtered" -> VertexError.invalid("The request was blocked by the content filter.");
            case "rate-limited" -> exhausted(retryAfter);
            case "quota-exhausted" ->
                new VertexError(
                        Code.RESOURCE_EXHAUSTED,
                        "You exceeded your current quota, please check your plan and billing details.",
                        VertexError.quota("GenerateRequestsPerDayPerProjectPerModel", "Daily quota exceeded."));
            case "unavailable" ->
                retryAfter == null
                        ? new VertexError(Code.UNAVAILABLE, "The service is currently unavailable.")
                        : new VertexError(
                                Code.UNAVAILABLE,
                                "The service is currently unavailable.",
                                VertexError.retryIn(retryAfter));
            case "timeout" ->
                new VertexError(Code.DEADLINE_EXCEEDED, "Deadline expired before operation could complete.");
            default -> throw new IllegalArgumentException("Vertex has no error " + kind);
        };
    }

    static VertexError unauthenticated(String reason, String method) {
        boolean missing = reason.equals("CREDENTIALS_MISSING");
        return new VertexError(
                Code.UNAUTHENTICATED,
                (missing
                                ? "Request is missing required authentication credential."
                                : "Request had invalid authentication credentials.")
                        + " Expected OAuth 2 access token, login cookie or other valid authentication credential. See"
                        + " https://developers.google.com/identity/sign-in/web/devconsole-project.",
                VertexError.info(reason, method));
    }

    static VertexError exhausted(@Nullable Duration retryAfter) {
        String text = "Resource exhausted. Please try again later. Please refer to"
                + " https://cloud.google.com/vertex-ai/generative-ai/docs/error-code-429 for more details.";
        // Most of these have no advice.
        return retryAfter == null
                ? new VertexError(Code.RESOURCE_EXHAUSTED, text)
                : new VertexError(Code.RESOURCE_EXHAUSTED, text, VertexError.retryIn(retryAfter));
    }

    /** The status that Google maps an HTTP status to; see google/rpc/code.proto. */
    static VertexError status(int code, @Nullable Duration retryAfter) {
        Code mapped = switch (code) {
            case 401 -> Code.UNAUTHENTICATED;
            case 403 -> Code.PERMISSION_DENIED;
            case 404 -> Code.NOT_FOUND;
            case 408, 504 -> Code.DEADLINE_EXCEEDED;
            case 409 -> Code.ABORTED;
            case 429 -> Code.RESOURCE_EXHAUSTED;
            case 499 -> Code.CANCELLED;
            case 501 -> Code.UNIMPLEMENTED;
            case 502, 503 -> Code.UNAVAILABLE;
            default -> code < 500 ? Code.INVALID_ARGUMENT : Code.INTERNAL;
        };
        String text = code < 500 ? "The request was not accepted." : "Internal error encountered.";
        return retryAfter == null
                ? new VertexError(mapped, text)
                : new VertexError(mapped, text, VertexError.retryIn(retryAfter));
    }
}
