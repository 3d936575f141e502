package dev.portolan.bedrock;

import dev.portolan.error.ErrorKind;

/**
 * Which kind of failure an error of the service is: the code tells, then the status; a validation error has one code for all, so
 * its words tell.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/troubleshooting-api-error-codes.html">AWS: Bedrock's error
 *     codes</a>
 */
final class ErrorKinds {

    private ErrorKinds() {}

    /**
     * The kind of an error that the service told.
     *
     * @param name the code in lower case, without what stands around it
     * @param words the message in lower case
     */
    static ErrorKind of(int status, String name, String words) {
        return switch (name) {
            case "validation" ->
                status == 401 || status == 429 || status >= 500 ? byStatus(status, words) : validation(words);
            case "throttling", "toomanyrequests", "throttled", "requestlimitexceeded" ->
                words.contains("per day") ? ErrorKind.QUOTA_EXHAUSTED : ErrorKind.RATE_LIMITED;
            case "servicequotaexceeded" -> ErrorKind.QUOTA_EXHAUSTED;
            case "accessdenied", "notauthorized", "optinrequired" ->
                words.contains("api key") || words.contains("bearer token")
                        ? ErrorKind.AUTHENTICATION
                        : ErrorKind.PERMISSION;
            case "expiredtoken",
                    "requestexpired",
                    "unrecognizedclient",
                    "invalidsignature",
                    "signaturedoesnotmatch",
                    "incompletesignature",
                    "invalidclienttokenid",
                    "missingauthenticationtoken",
                    "unauthorized" -> ErrorKind.AUTHENTICATION;
            case "resourcenotfound" -> ErrorKind.MODEL_NOT_FOUND;
            case "modeltimeout" -> ErrorKind.TIMEOUT;
            case "modelnotready",
                    "modelerror",
                    "modelstreamerror",
                    "internalserver",
                    "internalfailure",
                    "serviceunavailable",
                    "conflict" -> ErrorKind.UNAVAILABLE;
            default -> byStatus(status, words);
        };
    }

    private static ErrorKind byStatus(int status, String words) {
        return switch (status) {
            case 400, 413, 422 -> validation(words);
            case 401 -> ErrorKind.AUTHENTICATION;
            case 402 -> ErrorKind.QUOTA_EXHAUSTED;
            case 403 -> ErrorKind.PERMISSION;
            case 404 -> ErrorKind.MODEL_NOT_FOUND;
            case 408 -> ErrorKind.TIMEOUT;
            case 429 -> ErrorKind.RATE_LIMITED;
            default ->
                status >= 500 || status == 409 || status == 424 ? ErrorKind.UNAVAILABLE : ErrorKind.INVALID_REQUEST;
        };
    }

    private static ErrorKind validation(String words) {
        if (says(
                words,
                "input is too long",
                "prompt is too long",
                "too many input tokens",
                "maximum context length",
                "context window",
                "exceeds the maximum number of input tokens",
                "exceed context limit",
                "input length and `max_tokens` exceed",
                "expected maxlength",
                "too many tokens")) {
            return ErrorKind.CONTEXT_LENGTH;
        }
        if (says(
                words,
                "model identifier is invalid",
                "on-demand throughput isn",
                "model id",
                "model not found",
                "end of its life")) {
            return ErrorKind.MODEL_NOT_FOUND;
        }
        if (says(words, "blocked by our content filters", "content policy", "violates")) {
            return ErrorKind.CONTENT_FILTERED;
        }
        if (says(
                words,
                "doesn't support",
                "does not support",
                "not supported",
                "isn't supported",
                "unsupported",
                "is not permitted",
                "are not supported")) {
            return ErrorKind.UNSUPPORTED_FEATURE;
        }
        return ErrorKind.INVALID_REQUEST;
    }

    static boolean says(String words, String... phrases) {
        for (String phrase : phrases) {
            if (words.contains(phrase)) {
                return true;
            }
        }
        return false;
    }
}
