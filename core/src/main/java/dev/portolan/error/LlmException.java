package dev.portolan.error;

import dev.portolan.chat.Attempt;
import dev.portolan.chat.ChatResponse;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call to a model failed. Subclasses tell the kind; a kind that this version has no class for comes as this class itself.
 *
 * <p>The message names provider and model and says what to do. It never holds a key, a prompt or an answer; the partial
 * answer of a broken stream is in {@link #partialResponse()}.
 */
public class LlmException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ErrorKind kind;
    private final transient ErrorDetails details;

    /**
     * A failure. {@link #of} chooses the right subclass.
     *
     * @param kind what kind of failure
     * @param details what is known of it
     * @param cause what led to it, or {@code null}
     */
    protected LlmException(ErrorKind kind, ErrorDetails details, @Nullable Throwable cause) {
        super(details.describe(), cause);
        this.kind = kind;
        this.details = details;
    }

    /**
     * A failure as an instance of its kind's class.
     *
     * @param kind what kind of failure
     * @param details what is known of it
     * @param cause what led to it, or {@code null}
     * @return the exception, not yet thrown
     */
    public static LlmException of(ErrorKind kind, ErrorDetails details, @Nullable Throwable cause) {
        return switch (kind.id()) {
            case "authentication" -> new AuthenticationFailed(details, cause);
            case "permission" -> new PermissionDenied(details, cause);
            case "model-not-found" -> new ModelNotFound(details, cause);
            case "invalid-request" -> new InvalidRequest(details, cause);
            case "unsupported-feature" -> new UnsupportedFeature(details, cause);
            case "context-length" -> new ContextLengthExceeded(details, cause);
            case "content-filtered" -> new ContentFiltered(details, cause);
            case "rate-limited" -> new RateLimited(details, cause);
            case "quota-exhausted" -> new QuotaExhausted(details, cause);
            case "unavailable" -> new Unavailable(details, cause);
            case "timeout" -> new TimedOut(details, cause);
            case "network" -> new NetworkFailure(details, cause);
            case "stream-interrupted" -> new StreamInterrupted(details, cause);
            case "invalid-response" -> new InvalidResponse(details, cause);
            case "structured-output" -> new StructuredOutputFailed(details, cause);
            case "budget-exceeded" -> new BudgetExceeded(details, cause);
            case "circuit-open" -> new CircuitOpen(details, cause);
            case "no-eligible-route" -> new NoEligibleRoute(details, cause);
            case "attempts-exhausted" -> new AttemptsExhausted(details, cause);
            case "replay-miss" -> new ReplayMiss(details, cause);
            case "cancelled" -> new Cancelled(details, cause);
            default -> new LlmException(kind, details, cause);
        };
    }

    /**
     * What kind of failure.
     *
     * @return the kind
     */
    public ErrorKind kind() {
        return kind;
    }

    /**
     * Everything that is known of the failure.
     *
     * @return the details
     */
    public ErrorDetails details() {
        return details;
    }

    /**
     * Whether sending the same request to the same model again can help.
     *
     * @return the kind's answer, unless the vendor's body said otherwise
     */
    public boolean retryable() {
        Boolean known = details.retryable();
        return known != null ? known : kind.retryable();
    }

    /**
     * Whether sending the same request to another model can help, and the failure counts against this one.
     *
     * @return the kind's answer
     */
    public boolean failoverWorthy() {
        return kind.failoverWorthy();
    }

    /**
     * How long the vendor asked to wait before the next attempt.
     *
     * @return the time, or {@code null} when it did not say
     */
    public @Nullable Duration retryAfter() {
        return details.retryAfter();
    }

    /**
     * The HTTP status, or what corresponds to it on the vendor's wire.
     *
     * @return the status, or {@code null} when no answer came
     */
    public @Nullable Integer status() {
        return details.status();
    }

    /**
     * The vendor's own code for the failure.
     *
     * @return the code, or {@code null}
     */
    public @Nullable String vendorCode() {
        return details.vendorCode();
    }

    /**
     * The vendor's own words. They may quote the prompt or parts of a key: show or log them only on purpose.
     *
     * @return the words, or {@code null}
     */
    public @Nullable String vendorMessage() {
        return details.vendorMessage();
    }

    /**
     * The vendor's id of the HTTP request, for its support.
     *
     * @return the id, or {@code null}
     */
    public @Nullable String requestId() {
        return details.requestId();
    }

    /**
     * The provider that was called.
     *
     * @return its id, or {@code null} when none was chosen yet
     */
    public @Nullable String provider() {
        return details.provider();
    }

    /**
     * The model that was called.
     *
     * @return its id, or {@code null} when none was chosen yet
     */
    public @Nullable String model() {
        return details.model();
    }

    /**
     * Whether some output had reached the application before the failure.
     *
     * @return true when a retry would repeat visible output
     */
    public boolean outputBegun() {
        return details.outputBegun();
    }

    /**
     * What of a stream's answer had come before the failure.
     *
     * @return the partial answer, or {@code null} when nothing had come
     */
    public @Nullable ChatResponse partialResponse() {
        return details.partialResponse();
    }

    /**
     * Whether the request was sent and nobody knows what became of it, so that the vendor may have done the work and may bill it: a timeout
     * after connecting, a connection that broke after it stood, a stream that broke off.
     *
     * @return false when the vendor refused or failed, or nothing was sent
     */
    public boolean outcomeUnknown() {
        if (kind.equals(ErrorKind.TIMEOUT)) {
            return details.timeoutPhase() != TimeoutPhase.CONNECT;
        }
        if (kind.equals(ErrorKind.NETWORK)) {
            return !beforeSending(getCause());
        }
        return kind.equals(ErrorKind.STREAM_INTERRUPTED);
    }

    private static boolean beforeSending(@Nullable Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof ConnectException
                    || at instanceof UnknownHostException
                    || at instanceof NoRouteToHostException) {
                return true;
            }
        }
        return false;
    }

    /**
     * The attempt trail: every sending of the request and every target passed over.
     *
     * @return unmodifiable, in order; empty when nobody kept a trail
     */
    public List<Attempt> attempts() {
        return details.attempts();
    }

    /**
     * The same failure with other details: same class, cause, stack trace and suppressed exceptions. A subclass outside of this
     * package overrides it to stay its own class.
     *
     * @param changed the details
     * @return a new exception
     */
    public LlmException withDetails(ErrorDetails changed) {
        LlmException copy = of(kind, changed, getCause());
        copy.setStackTrace(getStackTrace());
        for (Throwable suppressed : getSuppressed()) {
            copy.addSuppressed(suppressed);
        }
        return copy;
    }
}
