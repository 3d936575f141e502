package dev.portolan.tool;

import java.time.Duration;
import java.util.Objects;

/**
 * Whether a call may be made again when it failed, took too long, or was cut off with its outcome unknown.
 *
 * @param idempotent whether making the same call twice has the effect of making it once
 * @param attempts how often a call is made at most, the first time included; more than 1 only when idempotent
 * @param backoff how long to wait before the second attempt; doubled before each further one; zero for no wait
 */
public record ToolRetry(boolean idempotent, int attempts, Duration backoff) {

    /** One attempt, and no second one when the outcome is unknown. The default. */
    public static final ToolRetry NEVER = new ToolRetry(false, 1, Duration.ZERO);

    private static final Duration DEFAULT_BACKOFF = Duration.ofMillis(200);

    /**
     * Checks the components.
     *
     * @param idempotent as above
     * @param attempts as above
     * @param backoff as above
     */
    public ToolRetry {
        Objects.requireNonNull(backoff, "backoff");
        if (attempts < 1 || attempts > 10) {
            throw new IllegalArgumentException("attempts: must be 1 to 10");
        }
        if (attempts > 1 && !idempotent) {
            throw new IllegalArgumentException(
                    "attempts: a tool that is not idempotent is called once; leave out attempts, or say that it is idempotent");
        }
        if (backoff.isNegative() || backoff.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("backoff: must be 0 to 60 s");
        }
    }

    /**
     * For a tool that may be called again without harm, waiting 200 ms before the second attempt.
     *
     * @param attempts how often a call is made at most, the first time included
     * @return the behaviour
     */
    public static ToolRetry idempotent(int attempts) {
        return new ToolRetry(true, attempts, DEFAULT_BACKOFF);
    }

    /** How long to wait after an attempt failed; the first one is 1. */
    Duration waitAfter(int attempt) {
        return backoff.multipliedBy(1L << (attempt - 1));
    }
}
