package dev.portolan.vertex;

import com.google.api.gax.rpc.ApiException;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RetryInfo;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.TimeoutPhase;
import dev.portolan.spi.support.SafeText;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the SDK throws into the failure of its kind. The status comes first; its words and details tell apart what has one
 * status. What gRPC itself says of a broken connection has statuses too, and is known by its cause. The vendor's words go into
 * {@link LlmException#vendorMessage()} only.
 *
 * @see <a href="https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/api-errors">Google: API errors</a>
 * @see <a href="https://google.aip.dev/193">Google: details of errors</a>
 */
final class ErrorMapper {

    private static final Pattern FIELD = Pattern.compile("[A-Za-z0-9_.\\[\\]]{1,100}");
    private static final int MESSAGE_LIMIT = 4096;
    private static final int MOST_FIELDS = 5;

    /** What gRPC says by itself when a connection or a stream of it is lost. */
    private static final Pattern LOST = Pattern.compile(
            "(?i).*(io exception|network closed|connection (reset|closed|aborted)|rst_stream|http/2 error code|goaway"
                    + "|end of stream or ioexception|end-of-stream mid-frame|channel shutdown|transport closed"
                    + "|stream closed before|unexpected eof|half-closed without a).*",
            Pattern.DOTALL);

    private ErrorMapper() {}

    /** Whether a connection is lost, rather than an error told. */
    static boolean isBroken(Throwable thrown) {
        Status status = status(thrown);
        if (cause(thrown, InvalidProtocolBufferException.class) != null || unreadable(status)) {
            return false;
        }
        return cause(thrown, IOException.class) != null
                || (status.getDescription() != null
                        && LOST.matcher(status.getDescription()).matches());
    }

    static LlmException map(Throwable thrown, String host) {
        Throwable inner = thrown;
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (at instanceof LlmException known) {
                return known;
            }
            if (at instanceof ExecutionException && at.getCause() != null) {
                inner = at.getCause();
            }
        }
        Status status = status(inner);
        if (cause(inner, InvalidProtocolBufferException.class) != null || unreadable(status)) {
            return ErrorDetails.builder("the answer is none of Vertex AI's")
                    .provider(VertexProvider.ID)
                    .remedy("Check the endpoint setting and proxies")
                    .toException(ErrorKind.INVALID_RESPONSE, silent(inner));
        }
        if (String.valueOf(status.getDescription()).contains("exceeds maximum size")) {
            return tooLarge(-1);
        }
        return isBroken(inner) ? connection(inner, host) : answered(inner, status);
    }

    static LlmException tooLarge(long limit) {
        return ErrorDetails.builder("the answer is larger than " + (limit < 0 ? "allowed" : limit + " bytes"))
                .provider(VertexProvider.ID)
                .remedy("Raise max-response-size if that is right")
                .retryable(false)
                .toException(ErrorKind.INVALID_RESPONSE);
    }

    /** The code of gRPC. */
    static int code(Throwable thrown) {
        return status(thrown).getCode().value();
    }

    private static Status status(Throwable thrown) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (at instanceof StatusRuntimeException known) {
                return known.getStatus();
            }
            if (at instanceof StatusException known) {
                return known.getStatus();
            }
        }
        return Status.UNKNOWN;
    }

    /** What answers is no server of gRPC, or sends no messages of it. */
    private static boolean unreadable(Status status) {
        String words = String.valueOf(status.getDescription());
        return words.contains("invalid content-type")
                || words.contains("Invalid protobuf byte sequence")
                || words.contains("No value received for unary call")
                || words.contains("More than one value received for unary call")
                || words.contains("Unable to parse")
                || words.contains("Unexpected compressed flag")
                || words.contains("gRPC frame header malformed")
                || words.contains("Can't find decompressor");
    }

    private static @Nullable Throwable cause(Throwable e, Class<? extends Throwable> type) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return at;
            }
        }
        return null;
    }

    private static LlmException connection(Throwable e, String host) {
        String words = messages(e).toLowerCase(Locale.ROOT);
        if (words.contains("connection timed out") || words.contains("connect timed out")) {
            return ErrorDetails.builder("no connection to " + host + " in time")
                    .provider(VertexProvider.ID)
                    .timeoutPhase(TimeoutPhase.CONNECT)
                    .remedy("Check address, proxy and firewall, or set a longer connect-timeout")
                    .toException(ErrorKind.TIMEOUT, silent(e));
        }
        if (cause(e, UnknownHostException.class) != null) {
            return network("unknown host " + host, "Check location, endpoint, DNS and proxy", null, e);
        }
        if (cause(e, SSLException.class) != null) {
            return network(
                    "no trusted TLS connection to " + host,
                    "Check the server's certificate; an authority of your own belongs into the JVM's trust store",
                    false,
                    e);
        }
        if (cause(e, ConnectException.class) != null) {
            return network(
                    "no connection to " + host + (words.contains("refused") ? ": refused" : ""),
                    "Check that location and endpoint are right, and that proxy and firewall let it through",
                    null,
                    e);
        }
        return network(
                "the connection to " + host + " broke before the answer was complete",
                "It is unknown whether the vendor did the work. Check network and proxy when it happens often",
                null,
                e);
    }

    private static LlmException network(String summary, String remedy, @Nullable Boolean retryable, Throwable cause) {
        return ErrorDetails.builder(summary)
                .provider(VertexProvider.ID)
                .remedy(remedy)
                .retryable(retryable)
                .toException(ErrorKind.NETWORK, silent(cause));
    }

    private static String messages(Throwable e) {
        return e.getCause() == null || e.getCause() == e
                ? String.valueOf(e.getMessage())
                : e.getMessage() + "\n" + messages(e.getCause());
    }

    /** An error that the service told: as an answer, or in the middle of a stream. */
    private static LlmException answered(Throwable thrown, Status status) {
        ApiException told = (ApiException) cause(thrown, ApiException.class);
        com.google.api.gax.rpc.ErrorDetails details = told == null ? null : told.getErrorDetails();
        return told(
                status.getCode(),
                String.valueOf(status.getDescription()),
                told == null || told.getReason() == null ? "" : told.getReason(),
                quota(details),
                fields(details),
                retryAfter(details));
    }

    /**
     * An error of the service, whichever way it came.
     *
     * @param reason the reason of its {@code ErrorInfo}, or nothing
     * @param quota what its {@code QuotaFailure} says, or nothing
     * @param fields what its {@code BadRequest} names, one a line
     */
    static LlmException told(
            Status.Code code,
            String message,
            String reason,
            String quota,
            String fields,
            @Nullable Duration retryAfter) {
        ErrorKind kind = Refusals.kind(code, reason, message, quota);
        // Names of fields are the API's own; what they hold is not told.
        String named = fields.lines()
                .filter(field -> FIELD.matcher(field).matches())
                .limit(MOST_FIELDS)
                .collect(Collectors.joining(", "));
        return ErrorDetails.builder(Refusals.summary(kind) + (named.isEmpty() ? "" : ", at " + named))
                .provider(VertexProvider.ID)
                .remedy(Refusals.remedy(kind, code, reason, message))
                .status(Refusals.http(code))
                .vendorCode(SafeText.is(reason) ? reason : code.name())
                .vendorMessage(message.substring(0, Math.min(message.length(), MESSAGE_LIMIT)))
                .retryAfter(retryAfter)
                .timeoutPhase(kind.equals(ErrorKind.TIMEOUT) ? TimeoutPhase.TOTAL : null)
                .toException(kind);
    }

    private static String quota(com.google.api.gax.rpc.@Nullable ErrorDetails details) {
        QuotaFailure quota = details == null ? null : details.getQuotaFailure();
        return quota == null
                ? ""
                : quota.getViolationsList().stream()
                        .map(each -> each.getSubject() + " " + each.getQuotaId() + " " + each.getQuotaMetric() + " "
                                + each.getDescription())
                        .collect(Collectors.joining("\n"));
    }

    private static String fields(com.google.api.gax.rpc.@Nullable ErrorDetails details) {
        BadRequest wrong = details == null ? null : details.getBadRequest();
        return wrong == null
                ? ""
                : wrong.getFieldViolationsList().stream()
                        .map(BadRequest.FieldViolation::getField)
                        .collect(Collectors.joining("\n"));
    }

    private static @Nullable Duration retryAfter(com.google.api.gax.rpc.@Nullable ErrorDetails details) {
        RetryInfo retry = details == null ? null : details.getRetryInfo();
        if (retry == null || !retry.hasRetryDelay()) {
            return null;
        }
        Duration delay = Duration.ofSeconds(
                retry.getRetryDelay().getSeconds(), retry.getRetryDelay().getNanos());
        return delay.isNegative() ? null : delay;
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
}
