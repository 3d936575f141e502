package dev.portolan.error;

import java.util.List;

/**
 * A kind of failure. The set is open: routers, decorators and providers of others may make kinds of their own, which then
 * come as a plain {@link LlmException}.
 *
 * @param id a stable kebab-case name, such as {@code rate-limited}
 * @param retryable whether sending the same request to the same model again can help
 * @param failoverWorthy whether sending the same request to another model can help, and the failure counts against this one
 */
public record ErrorKind(String id, boolean retryable, boolean failoverWorthy) {

    /** The vendor does not know the key or token, or it has expired. Thrown as {@link AuthenticationFailed}. */
    public static final ErrorKind AUTHENTICATION = new ErrorKind("authentication", false, true);

    /** The key is known but may not do this: no access to the model, the project or the region. Thrown as {@link PermissionDenied}. */
    public static final ErrorKind PERMISSION = new ErrorKind("permission", false, true);

    /** The vendor has no such model or deployment. Thrown as {@link ModelNotFound}. */
    public static final ErrorKind MODEL_NOT_FOUND = new ErrorKind("model-not-found", false, true);

    /** The vendor found the request wrong; sending it again fails again. Thrown as {@link InvalidRequest}. */
    public static final ErrorKind INVALID_REQUEST = new ErrorKind("invalid-request", false, false);

    /** The request asks for something that this model or provider cannot do, found before or by the vendor. Thrown as {@link UnsupportedFeature}. */
    public static final ErrorKind UNSUPPORTED_FEATURE = new ErrorKind("unsupported-feature", false, true);

    /** Prompt and answer do not fit the model's context window. Thrown as {@link ContextLengthExceeded}. */
    public static final ErrorKind CONTEXT_LENGTH = new ErrorKind("context-length", false, true);

    /** The vendor blocked the prompt. A filtered answer is no error but a response. Thrown as {@link ContentFiltered}. */
    public static final ErrorKind CONTENT_FILTERED = new ErrorKind("content-filtered", false, false);

    /** Too many requests or tokens at this moment. Thrown as {@link RateLimited}. */
    public static final ErrorKind RATE_LIMITED = new ErrorKind("rate-limited", true, true);

    /** The account's money or quota is used up; waiting a moment does not help. Thrown as {@link QuotaExhausted}. */
    public static final ErrorKind QUOTA_EXHAUSTED = new ErrorKind("quota-exhausted", false, true);

    /** The vendor failed or is overloaded (HTTP 5xx and the like). Thrown as {@link Unavailable}. */
    public static final ErrorKind UNAVAILABLE = new ErrorKind("unavailable", true, true);

    /** A phase of the call or the whole call took too long. It is unknown whether the vendor worked. Thrown as {@link TimedOut}. */
    public static final ErrorKind TIMEOUT = new ErrorKind("timeout", true, true);

    /** The vendor could not be reached, or the connection broke before any output. Thrown as {@link NetworkFailure}. */
    public static final ErrorKind NETWORK = new ErrorKind("network", true, true);

    /** A stream broke off, or ended without the vendor's end marker. What had come so far is in the exception. Thrown as {@link StreamInterrupted}. */
    public static final ErrorKind STREAM_INTERRUPTED = new ErrorKind("stream-interrupted", true, true);

    /** The vendor, or something in its place, answered with what is not its wire format. Thrown as {@link InvalidResponse}. */
    public static final ErrorKind INVALID_RESPONSE = new ErrorKind("invalid-response", true, true);

    /** The answer does not fit the schema, also after repair. Thrown as {@link StructuredOutputFailed}. */
    public static final ErrorKind STRUCTURED_OUTPUT = new ErrorKind("structured-output", false, true);

    /** A budget set by the application does not allow the call. Thrown as {@link BudgetExceeded}. */
    public static final ErrorKind BUDGET_EXCEEDED = new ErrorKind("budget-exceeded", false, false);

    /** The model failed so often lately that it is not called for a while. Thrown as {@link CircuitOpen}. */
    public static final ErrorKind CIRCUIT_OPEN = new ErrorKind("circuit-open", false, true);

    /** No target of a router can take the request; the attempt trail tells why each was passed over. Thrown as {@link NoEligibleRoute}. */
    public static final ErrorKind NO_ELIGIBLE_ROUTE = new ErrorKind("no-eligible-route", false, false);

    /** The attempt budget of the call is used up; the cause is the last attempt's error. Thrown as {@link AttemptsExhausted}. */
    public static final ErrorKind ATTEMPTS_EXHAUSTED = new ErrorKind("attempts-exhausted", false, false);

    /** A replayed recording has no answer for the request. Thrown as {@link ReplayMiss}. */
    public static final ErrorKind REPLAY_MISS = new ErrorKind("replay-miss", false, false);

    /** The call was cancelled by the application. Thrown as {@link Cancelled}. */
    public static final ErrorKind CANCELLED = new ErrorKind("cancelled", false, false);

    /**
     * Checks the components.
     *
     * @param id as above
     * @param retryable as above
     * @param failoverWorthy as above
     */
    public ErrorKind {
        if (!id.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException("id must be kebab case, such as rate-limited");
        }
    }

    /**
     * The kinds that this library names itself.
     *
     * @return all of them, unmodifiable
     */
    public static List<ErrorKind> values() {
        return VALUES;
    }

    private static final List<ErrorKind> VALUES = List.of(
            AUTHENTICATION,
            PERMISSION,
            MODEL_NOT_FOUND,
            INVALID_REQUEST,
            UNSUPPORTED_FEATURE,
            CONTEXT_LENGTH,
            CONTENT_FILTERED,
            RATE_LIMITED,
            QUOTA_EXHAUSTED,
            UNAVAILABLE,
            TIMEOUT,
            NETWORK,
            STREAM_INTERRUPTED,
            INVALID_RESPONSE,
            STRUCTURED_OUTPUT,
            BUDGET_EXCEEDED,
            CIRCUIT_OPEN,
            NO_ELIGIBLE_ROUTE,
            ATTEMPTS_EXHAUSTED,
            REPLAY_MISS,
            CANCELLED);

    @Override
    public String toString() {
        return id;
    }
}
