package dev.portolan.wire.openai;

import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.LimitHeaders;
import dev.portolan.spi.support.SafeText;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns an HTTP error, or an error object in an answer, into the exception of its kind. Knows the error bodies of OpenAI, Azure
 * and the servers that speak OpenAI's wire. What the vendor says goes into {@link LlmException#vendorMessage()} only.
 * Thread-safe.
 *
 * @see <a href="https://platform.openai.com/docs/guides/error-codes/api-errors">OpenAI: error codes</a>
 */
public final class ErrorMapper {

    private static final Pattern TOO_LARGE = Pattern.compile(
            "request too large|limit:? ?(\\d{1,12}), requested:? ?(\\d{1,12})", Pattern.CASE_INSENSITIVE);
    private static final String[] REQUEST_IDS = {"x-request-id", "request-id", "apim-request-id", "x-ms-request-id"};

    private final String provider;
    private final Clock clock;

    /**
     * A mapper that knows the time from the system.
     *
     * @param provider the provider id that exceptions name
     */
    public ErrorMapper(String provider) {
        this(provider, Clock.systemUTC());
    }

    /**
     * A mapper with a clock of its own.
     *
     * @param provider the provider id that exceptions name
     * @param clock tells the time for {@code Retry-After} dates
     */
    public ErrorMapper(String provider, Clock clock) {
        this.provider = Objects.requireNonNull(provider, "provider");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * The id that the vendor gave to an HTTP request.
     *
     * @param header looks a header up, {@code null} when it is absent
     * @return the id, or {@code null} when there is none
     */
    public static @Nullable String requestId(Function<String, @Nullable String> header) {
        return SafeText.header(header, REQUEST_IDS);
    }

    /**
     * The exception for an answer whose status is no success.
     *
     * @param model the model asked, or {@code null} when unknown
     * @param status the HTTP status
     * @param header looks a header up by its name in lower case, ignoring case; {@code null} when it is absent
     * @param body the body, of any form, possibly empty or cut off
     * @return the exception, not yet thrown
     */
    public LlmException map(
            @Nullable String model, int status, Function<String, @Nullable String> header, byte[] body) {
        VendorError error = VendorError.read(body, 0, body.length);
        ErrorKind kind = ErrorKinds.of(status, error);
        Duration retryAfter = LimitHeaders.retryAfter(header, clock);
        return details(kind, model, error)
                .status(status)
                .requestId(requestId(header))
                .retryAfter(retryAfter != null ? retryAfter : error.retryDelay())
                .retryable(retryable(kind, error, retryAfter, header.apply("x-should-retry")))
                .toException(kind);
    }

    /**
     * The exception for an error object inside an answer with a status of success, or inside a stream.
     *
     * @param model the model asked or answering, or {@code null} when unknown
     * @param json holds the object: {@code {"error":...}} or the error itself
     * @param offset where it starts
     * @param length how many bytes it has
     * @return the exception, not yet thrown
     */
    public LlmException inAnswer(@Nullable String model, byte[] json, int offset, int length) {
        VendorError error = VendorError.read(json, offset, length);
        Integer status = error.codeAsStatus();
        ErrorKind kind = ErrorKinds.of(status == null ? 200 : status, error);
        return details(kind, model, error)
                .status(status)
                .retryAfter(error.retryDelay())
                .retryable(retryable(kind, error, null, null))
                .toException(kind);
    }

    private ErrorDetails.Builder details(ErrorKind kind, @Nullable String model, VendorError error) {
        return ErrorDetails.builder(summary(kind))
                .remedy(remedy(kind))
                .provider(provider)
                .model(model)
                .vendorCode(vendorCode(error))
                .vendorMessage(error.message().isEmpty() ? null : error.message())
                .vendorMetadata(
                        error.filterResults() == null
                                ? null
                                : "{\"content_filter_result\":" + error.filterResults() + "}");
    }

    private static @Nullable String vendorCode(VendorError error) {
        return SafeText.first(error.code(), error.innerCode(), error.type());
    }

    /** What the kind does not know by itself; {@code null} leaves it to the kind. */
    private static @Nullable Boolean retryable(
            ErrorKind kind, VendorError error, @Nullable Duration retryAfter, @Nullable String shouldRetry) {
        if (kind.equals(ErrorKind.RATE_LIMITED) && retryAfter == null && tooLarge(error)) {
            return false;
        }
        if (error.named("tool_use_failed")) {
            // Groq: the model wrote a call that does not parse; the next try may go well.
            return true;
        }
        return "false".equals(shouldRetry) ? Boolean.FALSE : null;
    }

    /** A request that alone is over the limit for a minute fails again, however long one waits. */
    private static boolean tooLarge(VendorError error) {
        Matcher found = TOO_LARGE.matcher(error.message());
        while (found.find()) {
            if (found.group(1) == null || Long.parseLong(found.group(2)) > Long.parseLong(found.group(1))) {
                return true;
            }
        }
        return false;
    }

    private static String summary(ErrorKind kind) {
        return switch (kind.id()) {
            case "authentication" -> "The vendor does not accept the key";
            case "permission" -> "The key may not do this";
            case "model-not-found" -> "The vendor has no such model";
            case "unsupported-feature" -> "The model does not take what the request asks for";
            case "context-length" -> "Prompt and answer do not fit the model's context window";
            case "content-filtered" -> "The vendor blocked the prompt";
            case "rate-limited" -> "Too many requests or tokens at this moment";
            case "quota-exhausted" -> "The account's quota or money is used up";
            case "unavailable" -> "The vendor failed or is overloaded";
            case "timeout" -> "The vendor gave up waiting";
            case "invalid-response" -> "The answer is no OpenAI-style answer";
            default -> "The vendor found the request wrong";
        };
    }

    private static String remedy(ErrorKind kind) {
        return switch (kind.id()) {
            case "authentication" -> "Check the api-key setting and that the key has not expired";
            case "permission" -> "Check what the key's project may use";
            case "model-not-found" -> "Check the model setting and that the account has access to it";
            case "unsupported-feature", "invalid-request" -> "See vendorMessage() for the vendor's words";
            case "context-length" -> "Shorten the conversation or choose a model with a larger window";
            case "content-filtered" -> "Change the prompt; asking again does not help";
            case "rate-limited" -> "Wait as told, or ask the vendor for a higher limit";
            case "quota-exhausted" -> "Check plan and billing at the vendor";
            case "invalid-response" -> "Check the base-url setting";
            default -> "Try again later";
        };
    }
}
