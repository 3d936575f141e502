package dev.portolan.wire.openai;

import dev.portolan.error.ErrorKind;
import org.jspecify.annotations.Nullable;

/**
 * Which kind of failure a status and an error body stand for. The body's code comes first, then the status; words decide only
 * where vendors send no code.
 *
 * @see <a href="https://platform.openai.com/docs/guides/error-codes/api-errors">OpenAI: error codes</a>
 */
final class ErrorKinds {

    private ErrorKinds() {}

    static ErrorKind of(int status, VendorError error) {
        if (status >= 500) {
            return ErrorKind.UNAVAILABLE;
        }
        ErrorKind told = byName(error);
        return switch (status) {
            case 400 -> told != null ? told : byWords(error);
            case 401 -> ErrorKind.AUTHENTICATION;
            case 402 -> ErrorKind.QUOTA_EXHAUSTED;
            case 403 ->
                filtered(error)
                        ? ErrorKind.CONTENT_FILTERED
                        : is(told, ErrorKind.AUTHENTICATION) ? ErrorKind.AUTHENTICATION : ErrorKind.PERMISSION;
            case 404, 410 ->
                told != null ? told : noModel(error) ? ErrorKind.MODEL_NOT_FOUND : ErrorKind.INVALID_REQUEST;
            case 408 -> ErrorKind.TIMEOUT;
            case 409, 423, 424, 425 -> ErrorKind.UNAVAILABLE;
            case 413 ->
                tooLong(error) || is(told, ErrorKind.CONTEXT_LENGTH) || is(told, ErrorKind.RATE_LIMITED)
                        ? ErrorKind.CONTEXT_LENGTH
                        : ErrorKind.INVALID_REQUEST;
            case 422 ->
                filtered(error)
                        ? ErrorKind.CONTENT_FILTERED
                        : is(told, ErrorKind.CONTEXT_LENGTH) ? ErrorKind.CONTEXT_LENGTH : ErrorKind.INVALID_REQUEST;
            case 429 -> is(told, ErrorKind.QUOTA_EXHAUSTED) ? ErrorKind.QUOTA_EXHAUSTED : ErrorKind.RATE_LIMITED;
            case 498 -> ErrorKind.UNAVAILABLE;
            default ->
                status >= 400
                        ? told != null ? told : ErrorKind.INVALID_REQUEST
                        : status >= 300 ? ErrorKind.INVALID_RESPONSE : told != null ? told : byWordsInAnswer(error);
        };
    }

    private static boolean is(@Nullable ErrorKind told, ErrorKind kind) {
        return kind.equals(told);
    }

    private static @Nullable ErrorKind byName(VendorError error) {
        if (filtered(error)) {
            return ErrorKind.CONTENT_FILTERED;
        }
        if (error.named(
                "context_length_exceeded",
                "context_window_exceeded",
                "too_many_prompt_tokens",
                "exceed_context_size_error")) {
            return ErrorKind.CONTEXT_LENGTH;
        }
        if (error.named(
                "insufficient_quota",
                "billing_hard_limit_reached",
                "billing_not_active",
                "insufficient_balance",
                "quota_exceeded",
                "payment_required")) {
            return ErrorKind.QUOTA_EXHAUSTED;
        }
        if (error.named(
                "model_not_found",
                "model_not_found_error",
                "DeploymentNotFound",
                "invalid_model",
                "unknown_model",
                "ModelNotFound",
                "model_decommissioned")) {
            return ErrorKind.MODEL_NOT_FOUND;
        }
        if (error.named("unsupported_parameter", "unsupported_value", "OperationNotSupported", "unsupported_model")) {
            return ErrorKind.UNSUPPORTED_FEATURE;
        }
        if (error.named(
                "invalid_api_key", "authentication_error", "invalid_authentication", "UNAUTHENTICATED", "401")) {
            return ErrorKind.AUTHENTICATION;
        }
        if (error.named("permission_error", "insufficient_permissions", "PERMISSION_DENIED", "403")) {
            return ErrorKind.PERMISSION;
        }
        if (error.named(
                "rate_limit_exceeded",
                "rate_limit_error",
                "RateLimitReached",
                "RESOURCE_EXHAUSTED",
                "429",
                "too_many_requests")) {
            return ErrorKind.RATE_LIMITED;
        }
        if (error.named(
                "server_error",
                "overloaded_error",
                "engine_overloaded",
                "server_is_overloaded",
                "slow_down",
                "service_unavailable",
                "internal_error",
                "internal_server_error",
                "UNAVAILABLE",
                "INTERNAL")) {
            return ErrorKind.UNAVAILABLE;
        }
        // Responses names what is wrong with an image only in the answer, not with status 400.
        if (error.named(
                "data_residency_mismatch",
                "invalid_image",
                "invalid_image_format",
                "invalid_base64_image",
                "invalid_image_url",
                "invalid_image_mode",
                "image_too_large",
                "image_too_small",
                "image_parse_error",
                "image_file_too_large",
                "image_file_not_found",
                "empty_image_file",
                "unsupported_image_media_type",
                "failed_to_download_image")) {
            return ErrorKind.INVALID_REQUEST;
        }
        return null;
    }

    private static ErrorKind byWords(VendorError error) {
        if (tooLong(error)) {
            return ErrorKind.CONTEXT_LENGTH;
        }
        if (noModel(error)) {
            return ErrorKind.MODEL_NOT_FOUND;
        }
        if (error.says("incorrect api key", "invalid api key", "api key not valid", "no api key")) {
            return ErrorKind.AUTHENTICATION;
        }
        return ErrorKind.INVALID_REQUEST;
    }

    /** An error in an answer that began well, without a code that tells: the vendor failed on the way. */
    private static ErrorKind byWordsInAnswer(VendorError error) {
        if (tooLong(error)) {
            return ErrorKind.CONTEXT_LENGTH;
        }
        return error.named("invalid_request_error", "invalid_request")
                ? ErrorKind.INVALID_REQUEST
                : ErrorKind.UNAVAILABLE;
    }

    private static boolean filtered(VendorError error) {
        return error.flagged()
                || error.named(
                        "content_filter",
                        "content_policy_violation",
                        "ResponsibleAIPolicyViolation",
                        "invalid_prompt",
                        "cyber_policy",
                        "bio_policy",
                        "image_content_policy_violation",
                        "moderation_blocked")
                || error.says("violates usage guidelines", "content violates");
    }

    private static boolean tooLong(VendorError error) {
        return error.says(
                "maximum context length",
                "context length",
                "context window",
                "context size",
                "prompt is too long",
                "total length of all messages is too long",
                "input is too long");
    }

    private static boolean noModel(VendorError error) {
        return "model".equals(error.param())
                || error.says(
                        "not a valid model",
                        "invalid model",
                        "model not found",
                        "unknown model",
                        "supported api model names",
                        "no such model")
                || (error.says("model") && error.says("does not exist", "not found", "is not available"));
    }
}
