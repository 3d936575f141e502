package dev.portolan.bedrock;

import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.TimeoutPhase;
import dev.portolan.spi.support.SafeText;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
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
    static boolean unreadable(Throwable thrown) {
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
        return ConnectionFailures.of(inner, endpoint);
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
        ErrorKind kind = ErrorKinds.of(status, name, words);
        return ErrorDetails.builder(ErrorAdvice.summary(kind))
                .provider(BedrockProvider.ID)
                .remedy(ErrorAdvice.remedy(kind, name, words))
                .status(status > 0 ? status : null)
                .vendorCode(SafeText.first(code))
                .vendorMessage(
                        message.isEmpty() ? null : message.substring(0, Math.min(message.length(), MESSAGE_LIMIT)))
                .requestId(SafeText.first(requestId))
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

    private static @Nullable Duration seconds(@Nullable String text) {
        if (text == null || !text.strip().matches("\\d{1,6}")) {
            return null;
        }
        return Duration.ofSeconds(Long.parseLong(text.strip()));
    }
}
