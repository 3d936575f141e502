package dev.portolan.routing.rollout.judge;

import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a call ended, as a rollout counts it: kinds of failure are kept apart, so that no one is called by the name of another. */
public enum CallOutcome {
    /** It was answered. */
    OK(false),
    /** The vendor or the network failed, or its answer could not be read. */
    INFRASTRUCTURE(true),
    /** It took too long: the model's time, or the caller's. */
    TIMEOUT(true),
    /** The vendor was asked too often. */
    RATE_LIMITED(true),
    /** What was bought of the vendor is used up. */
    QUOTA(true),
    /** The key, a permission or the model's name was refused. */
    AUTHENTICATION(true),
    /** The request was refused: it is bad, too long, or asks for what the model does not have. */
    REFUSED(true),
    /** The answer does not fit its schema. */
    SCHEMA(true),
    /** A circuit breaker is open: nothing was sent. */
    CIRCUIT_OPEN(true),
    /** A content filter stopped it. It is no error, since the other side may stop as many: it is an answer with the score 0. */
    CONTENT_FILTERED(false),
    /** The caller cancelled it, or its budget was used up. It says nothing of the model. */
    CALLER(false),
    /** The reader left the stream. It says nothing of the model. */
    ABANDONED(false);

    private static final Map<ErrorKind, CallOutcome> BY_KIND = new HashMap<>();

    static {
        BY_KIND.put(ErrorKind.TIMEOUT, TIMEOUT);
        BY_KIND.put(ErrorKind.RATE_LIMITED, RATE_LIMITED);
        BY_KIND.put(ErrorKind.QUOTA_EXHAUSTED, QUOTA);
        BY_KIND.put(ErrorKind.AUTHENTICATION, AUTHENTICATION);
        BY_KIND.put(ErrorKind.PERMISSION, AUTHENTICATION);
        BY_KIND.put(ErrorKind.MODEL_NOT_FOUND, AUTHENTICATION);
        BY_KIND.put(ErrorKind.INVALID_REQUEST, REFUSED);
        BY_KIND.put(ErrorKind.UNSUPPORTED_FEATURE, REFUSED);
        BY_KIND.put(ErrorKind.CONTEXT_LENGTH, REFUSED);
        BY_KIND.put(ErrorKind.NO_ELIGIBLE_ROUTE, REFUSED);
        BY_KIND.put(ErrorKind.STRUCTURED_OUTPUT, SCHEMA);
        BY_KIND.put(ErrorKind.CIRCUIT_OPEN, CIRCUIT_OPEN);
        BY_KIND.put(ErrorKind.CONTENT_FILTERED, CONTENT_FILTERED);
        BY_KIND.put(ErrorKind.CANCELLED, CALLER);
        BY_KIND.put(ErrorKind.BUDGET_EXCEEDED, CALLER);
        BY_KIND.put(ErrorKind.REPLAY_MISS, CALLER);
    }

    private final boolean error;

    CallOutcome(boolean error) {
        this.error = error;
    }

    /**
     * Whether it counts as an error of the model.
     *
     * @return false for answers, filtered prompts and what the caller brought about
     */
    public boolean isError() {
        return error;
    }

    /**
     * Whether it says anything of the model.
     *
     * @return false for {@link #CALLER} and {@link #ABANDONED}
     */
    public boolean counts() {
        return this != CALLER && this != ABANDONED;
    }

    /**
     * The outcome of an error.
     *
     * @param error what the call threw; of used-up attempts the last failure decides
     * @return its outcome; {@link #INFRASTRUCTURE} for kinds that have no place of their own
     */
    public static CallOutcome of(LlmException error) {
        if (error.kind().equals(ErrorKind.ATTEMPTS_EXHAUSTED) && last(error) instanceof LlmException last) {
            return of(last);
        }
        return BY_KIND.getOrDefault(error.kind(), INFRASTRUCTURE);
    }

    private static @Nullable Throwable last(LlmException error) {
        return error.getCause() == error ? null : error.getCause();
    }
}
