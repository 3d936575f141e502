package dev.portolan.wire.anthropic;

import dev.portolan.error.ErrorKind;

/**
 * Which kind of failure a status and an error body stand for. The status says most; the type decides where there is none, inside
 * an answer that began well; words tell apart what is all {@code invalid_request_error}.
 *
 * @see <a href="https://platform.claude.com/docs/en/api/errors">Anthropic: errors</a>
 */
final class ErrorKinds {

    private ErrorKinds() {}

    /**
     * The kind.
     *
     * @param status the HTTP status, 200 inside an answer
     * @param error what the body says
     * @return the kind
     */
    static ErrorKind of(int status, VendorError error) {
        return switch (status) {
            case 400, 422 -> invalid(error);
            case 401 -> ErrorKind.AUTHENTICATION;
            case 402 -> ErrorKind.QUOTA_EXHAUSTED;
            case 403 -> ErrorKind.PERMISSION;
            case 404, 410 -> noModel(error) ? ErrorKind.MODEL_NOT_FOUND : ErrorKind.INVALID_REQUEST;
            case 408 -> ErrorKind.TIMEOUT;
            case 409, 423, 424, 425 -> ErrorKind.UNAVAILABLE;
            case 413 -> tooLong(error) ? ErrorKind.CONTEXT_LENGTH : ErrorKind.INVALID_REQUEST;
            case 429 -> outOfMoney(error) ? ErrorKind.QUOTA_EXHAUSTED : ErrorKind.RATE_LIMITED;
            default ->
                status >= 500
                        ? ErrorKind.UNAVAILABLE
                        : status >= 400
                                ? ErrorKind.INVALID_REQUEST
                                : status >= 300 ? ErrorKind.INVALID_RESPONSE : inAnswer(error);
        };
    }

    private static ErrorKind inAnswer(VendorError error) {
        if (error.named("invalid_request_error")) {
            return invalid(error);
        }
        if (error.named("authentication_error")) {
            return ErrorKind.AUTHENTICATION;
        }
        if (error.named("permission_error")) {
            return ErrorKind.PERMISSION;
        }
        if (error.named("not_found_error")) {
            return ErrorKind.MODEL_NOT_FOUND;
        }
        if (error.named("billing_error")) {
            return ErrorKind.QUOTA_EXHAUSTED;
        }
        if (error.named("request_too_large")) {
            return ErrorKind.INVALID_REQUEST;
        }
        if (error.named("rate_limit_error")) {
            return outOfMoney(error) ? ErrorKind.QUOTA_EXHAUSTED : ErrorKind.RATE_LIMITED;
        }
        // overloaded_error, api_error, timeout_error, and what is not known: the vendor failed on the way.
        return ErrorKind.UNAVAILABLE;
    }

    private static ErrorKind invalid(VendorError error) {
        if (tooLong(error)) {
            return ErrorKind.CONTEXT_LENGTH;
        }
        if (outOfMoney(error)) {
            return ErrorKind.QUOTA_EXHAUSTED;
        }
        if (error.says("content filtering policy", "blocked by content filter", "violates our usage policy")) {
            return ErrorKind.CONTENT_FILTERED;
        }
        if (error.says("does not support", "is not supported", "are not supported", "not supported by this model")) {
            return ErrorKind.UNSUPPORTED_FEATURE;
        }
        return ErrorKind.INVALID_REQUEST;
    }

    private static boolean tooLong(VendorError error) {
        return error.says(
                "prompt is too long",
                "input is too long",
                "exceed context limit",
                "exceeds the context window",
                "context window",
                "exceeds the maximum number of tokens");
    }

    private static boolean outOfMoney(VendorError error) {
        return error.named("billing_error")
                || error.says("credit balance is too low", "reached your specified api usage limits", "usage limits");
    }

    private static boolean noModel(VendorError error) {
        return error.named("DeploymentNotFound", "model_not_found")
                || error.says("model:", "deployment", "model not found", "no such model")
                || (error.says("model") && error.says("not found", "does not exist"));
    }
}
