package dev.portolan.bedrock;

import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.TimeoutPhase;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Turns what the SDK throws into the failure of its kind. The code of the error comes first, then the status; the words of a
 * validation error tell what was wrong, since it has one code for all. The vendor's words go into {@link
 * LlmException#vendorMessage()} only.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/troubleshooting-api-error-codes.html">AWS: Bedrock's error
 *     codes</a>
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/CommonErrors.html">AWS: common errors</a>
 */
final class ErrorMapper {

    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_.:-]{1,100}");
    private static final int MESSAGE_LIMIT = 4096;

    private ErrorMapper() {}

    /** What was thrown, without the futures' wrapping. */
    static Throwable unwrapped(Throwable thrown) {
        Throwable inner = thrown;
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (at instanceof LlmException) {
                return at;
            }
        }
        while ((inner instanceof ExecutionException || inner instanceof CompletionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    /** The broken connection behind what the SDK threw, or {@code null} when it was something else. */
    static @Nullable IOException broken(Throwable thrown) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (at instanceof AwsServiceException || unreadable(at)) {
                return null;
            }
            if (at instanceof IOException io) {
                return io;
            }
        }
        return null;
    }

    /** What the SDK's own JSON parser throws is an IOException, as that of a broken connection is. */
    private static boolean unreadable(Throwable thrown) {
        return thrown.getClass().getName().contains("jackson");
    }

    static LlmException map(Throwable thrown, String endpoint) {
        Throwable inner = unwrapped(thrown);
        if (inner instanceof LlmException known) {
            return known;
        }
        if (inner instanceof AwsServiceException refused) {
            return service(refused);
        }
        return client(inner, endpoint);
    }

    private static LlmException service(AwsServiceException e) {
        AwsErrorDetails told = e.awsErrorDetails();
        String code = told == null || told.errorCode() == null ? "" : told.errorCode();
        String message = told == null || told.errorMessage() == null ? "" : told.errorMessage();
        SdkHttpResponse response = told == null ? null : told.sdkHttpResponse();
        return answered(e.statusCode(), code, message, e.requestId(), header(response, "retry-after"));
    }

    private static @Nullable String header(@Nullable SdkHttpResponse response, String name) {
        return response == null ? null : response.firstMatchingHeader(name).orElse(null);
    }

    /** An error that the service told: as an answer, or in the middle of a stream. */
    static LlmException answered(
            int status, String code, String message, @Nullable String requestId, @Nullable String retryAfter) {
        String name = name(code);
        String words = message.toLowerCase(Locale.ROOT);
        ErrorKind kind = kind(status, name, words);
        return ErrorDetails.builder(summary(kind))
                .provider(BedrockProvider.ID)
                .remedy(remedy(kind, name, words))
                .status(status > 0 ? status : null)
                .vendorCode(SAFE.matcher(code).matches() ? code : null)
                .vendorMessage(
                        message.isEmpty() ? null : message.substring(0, Math.min(message.length(), MESSAGE_LIMIT)))
                .requestId(requestId != null && SAFE.matcher(requestId).matches() ? requestId : null)
                .retryAfter(seconds(retryAfter))
                .timeoutPhase(kind.equals(ErrorKind.TIMEOUT) ? TimeoutPhase.TOTAL : null)
                .toException(kind);
    }

    /** {@code ThrottlingException}, {@code throttlingException} and {@code ThrottlingException:http://...} are one. */
    private static String name(String code) {
        String name = code.toLowerCase(Locale.ROOT);
        int end = name.indexOf(':');
        name = end < 0 ? name : name.substring(0, end);
        name = name.substring(name.indexOf('#') + 1);
        return name.endsWith("exception") ? name.substring(0, name.length() - "exception".length()) : name;
    }

    private static ErrorKind kind(int status, String name, String words) {
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

    private static boolean says(String words, String... phrases) {
        for (String phrase : phrases) {
            if (words.contains(phrase)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Duration seconds(@Nullable String text) {
        if (text == null || !text.strip().matches("\\d{1,6}")) {
            return null;
        }
        return Duration.ofSeconds(Long.parseLong(text.strip()));
    }

    /** No answer of the service. */
    private static LlmException client(Throwable e, String endpoint) {
        String words = messages(e).toLowerCase(Locale.ROOT);
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (unreadable(at)) {
                return ErrorDetails.builder("the answer is none of Bedrock's")
                        .provider(BedrockProvider.ID)
                        .remedy("Check the endpoint setting and proxies")
                        .toException(ErrorKind.INVALID_RESPONSE, silent(e));
            }
        }
        IOException io = broken(e);
        if (says(words, "unable to load credentials", "unable to load an identity", "failed to load credentials")) {
            return ErrorDetails.builder("no AWS credentials were found")
                    .provider(BedrockProvider.ID)
                    .remedy("Set auth and its settings, or give the process credentials where the default chain looks")
                    .toException(ErrorKind.AUTHENTICATION, silent(e));
        }
        if (words.contains("connection timed out") || words.contains("connect timed out")) {
            return ErrorDetails.builder("no connection to " + endpoint + " in time")
                    .provider(BedrockProvider.ID)
                    .timeoutPhase(TimeoutPhase.CONNECT)
                    .remedy("Check address, proxy and firewall, or set a longer connect-timeout")
                    .toException(ErrorKind.TIMEOUT, silent(e));
        }
        if (hasCause(e, UnknownHostException.class)) {
            return network("unknown host " + endpoint, "Check region, endpoint, DNS and proxy", null, e);
        }
        if (hasCause(e, SSLException.class)) {
            return network(
                    "no trusted TLS connection to " + endpoint,
                    "Check the server's certificate; an authority of your own belongs into the JVM's trust store",
                    false,
                    e);
        }
        if (hasCause(e, ConnectException.class)) {
            return network(
                    "no connection to " + endpoint + (words.contains("refused") ? ": refused" : ""),
                    "Check that region and endpoint are right, and that proxy and firewall let it through",
                    null,
                    e);
        }
        if (io != null) {
            return network(
                    "the connection to " + endpoint + " broke before the answer was complete",
                    "It is unknown whether the vendor did the work. Check network and proxy when it happens often",
                    null,
                    e);
        }
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        if (!(root instanceof SdkException)) {
            // What the SDK's decoder of frames throws when it is given none.
            return ErrorDetails.builder("the answer is none of Bedrock's")
                    .provider(BedrockProvider.ID)
                    .remedy("Check the endpoint setting and proxies")
                    .toException(ErrorKind.INVALID_RESPONSE, silent(e));
        }
        return network("the call to " + endpoint + " failed", "See the cause", null, e);
    }

    private static LlmException network(String summary, String remedy, @Nullable Boolean retryable, Throwable cause) {
        return ErrorDetails.builder(summary)
                .provider(BedrockProvider.ID)
                .remedy(remedy)
                .retryable(retryable)
                .toException(ErrorKind.NETWORK, silent(cause));
    }

    private static boolean hasCause(Throwable e, Class<? extends Throwable> type) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return true;
            }
        }
        return false;
    }

    private static String messages(Throwable e) {
        StringBuilder all = new StringBuilder();
        for (Throwable at = e; at != null; at = at.getCause()) {
            all.append(at.getMessage()).append('\n');
        }
        return all.toString();
    }

    /** The SDK's messages can quote what was sent; classes and places are enough to find a mistake. */
    private static Throwable silent(Throwable e) {
        RuntimeException cause = new IllegalStateException(e.getClass().getName());
        cause.setStackTrace(e.getStackTrace());
        if (e.getCause() != null && e.getCause() != e) {
            cause.initCause(silent(e.getCause()));
        }
        return cause;
    }

    private static String summary(ErrorKind kind) {
        return switch (kind.id()) {
            case "authentication" -> "AWS does not accept the credentials";
            case "permission" -> "The credentials may not use the model";
            case "model-not-found" -> "Bedrock has no such model here";
            case "unsupported-feature" -> "The model does not take what the request asks for";
            case "context-length" -> "Prompt and answer do not fit the model's context window";
            case "content-filtered" -> "The vendor blocked the prompt";
            case "rate-limited" -> "Too many requests or tokens at this moment";
            case "quota-exhausted" -> "A quota of the account is used up";
            case "unavailable" -> "The model or the service failed or is overloaded";
            case "timeout" -> "The model took too long, and the service gave up waiting";
            default -> "Bedrock found the request wrong";
        };
    }

    private static String remedy(ErrorKind kind, String name, String words) {
        if (words.contains("on-demand throughput")) {
            return "This model is called by an inference profile: set model to its id, such as us.<model>, or to its ARN";
        }
        return switch (kind.id()) {
            case "authentication" ->
                name.startsWith("expired")
                        ? "The session has ended: give fresh credentials"
                        : "Check auth and its settings, the clock of this machine and that the key is active";
            case "permission" ->
                "Grant the model on the model access page of the console in this region, and allow bedrock:InvokeModel"
                        + " (and bedrock:InvokeModelWithResponseStream for streams) on the model and the inference profile";
            case "model-not-found" ->
                "Check model and region; a model past its end of life is gone, and newer ones need an inference profile";
            case "unsupported-feature", "invalid-request" -> "See vendorMessage() for the vendor's words";
            case "context-length" -> "Shorten the conversation or choose a model with a larger window";
            case "content-filtered" -> "Change the prompt; asking again does not help";
            case "rate-limited" ->
                "Wait, use a cross-region inference profile, or ask for a higher limit in Service Quotas";
            case "quota-exhausted" -> "Ask for a higher limit in Service Quotas, or use another region or model";
            case "timeout" -> "Ask for a shorter answer or stream it";
            default ->
                name.equals("modelnotready") ? "The model is being loaded: try again in a while" : "Try again later";
        };
    }
}
