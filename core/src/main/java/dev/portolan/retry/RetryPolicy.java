package dev.portolan.retry;

import dev.portolan.error.ErrorKind;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * When a failed call is sent again and how long to wait before: exponential backoff with full jitter, unless the vendor says
 * how long. Immutable.
 *
 * <p>Only errors that are {@linkplain dev.portolan.error.LlmException#retryable() retryable} are retried; a policy can take
 * kinds away, not add any.
 */
public final class RetryPolicy {

    /** Three attempts; waits of up to 500 ms, then up to 1 s; a {@code Retry-After} of up to 60 s is obeyed. */
    public static final RetryPolicy DEFAULT = builder().build();

    private final int maxAttempts;
    private final Duration baseDelay;
    private final double multiplier;
    private final Duration maxDelay;
    private final Duration maxRetryAfter;
    private final Set<ErrorKind> except;

    private RetryPolicy(Builder builder) {
        this.maxAttempts = builder.maxAttempts;
        this.baseDelay = builder.baseDelay;
        this.multiplier = builder.multiplier;
        this.maxDelay = builder.maxDelay;
        this.maxRetryAfter = builder.maxRetryAfter;
        this.except = builder.except;
        if (maxDelay.compareTo(baseDelay) < 0) {
            throw new IllegalArgumentException("max-delay: must be at least base-delay");
        }
    }

    /**
     * Starts with the defaults.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * How many times a call is sent at most, the first time included.
     *
     * @return at least 1
     */
    public int maxAttempts() {
        return maxAttempts;
    }

    /**
     * The longest wait before the second attempt.
     *
     * @return more than zero
     */
    public Duration baseDelay() {
        return baseDelay;
    }

    /**
     * By how much the longest wait grows with each attempt.
     *
     * @return at least 1
     */
    public double multiplier() {
        return multiplier;
    }

    /**
     * Where the longest wait stops growing.
     *
     * @return at least the base delay
     */
    public Duration maxDelay() {
        return maxDelay;
    }

    /**
     * The longest {@code Retry-After} that is waited for. When a vendor asks for more, the call fails at once, with what it
     * asked for in the exception.
     *
     * @return zero or more
     */
    public Duration maxRetryAfter() {
        return maxRetryAfter;
    }

    /**
     * Kinds that are not retried although they could be.
     *
     * @return unmodifiable, empty for none
     */
    public Set<ErrorKind> except() {
        return except;
    }

    /**
     * How long to wait before a retry when the vendor does not say: a random part of the longest wait.
     *
     * @param retry which retry, from 1
     * @param random at least 0, less than 1
     * @return the wait
     */
    Duration backoff(int retry, double random) {
        double longest = Math.min((double) maxDelay.toNanos(), baseDelay.toNanos() * Math.pow(multiplier, retry - 1.0));
        return Duration.ofNanos((long) (longest * random));
    }

    @Override
    public String toString() {
        return "RetryPolicy[maxAttempts=" + maxAttempts + ", baseDelay=" + baseDelay + ", multiplier=" + multiplier
                + ", maxDelay=" + maxDelay + ", maxRetryAfter=" + maxRetryAfter + ", except=" + except + "]";
    }

    /** Collects what differs from the defaults. Not thread-safe. */
    public static final class Builder {
        private int maxAttempts = 3;
        private Duration baseDelay = Duration.ofMillis(500);
        private double multiplier = 2;
        private Duration maxDelay = Duration.ofSeconds(20);
        private Duration maxRetryAfter = Duration.ofSeconds(60);
        private Set<ErrorKind> except = Set.of();

        private Builder() {}

        /**
         * Sets how many times a call is sent at most, the first time included.
         *
         * @param value at least 1; 3 by default
         * @return this builder
         */
        public Builder maxAttempts(int value) {
            require(value >= 1, "max-attempts: must be at least 1");
            this.maxAttempts = value;
            return this;
        }

        /**
         * Sets the longest wait before the second attempt.
         *
         * @param value more than zero; 500 ms by default
         * @return this builder
         */
        public Builder baseDelay(Duration value) {
            require(!value.isZero() && !value.isNegative(), "base-delay: must be more than zero");
            this.baseDelay = value;
            return this;
        }

        /**
         * Sets by how much the longest wait grows with each attempt.
         *
         * @param value at least 1; 2 by default
         * @return this builder
         */
        public Builder multiplier(double value) {
            require(value >= 1 && Double.isFinite(value), "multiplier: must be at least 1");
            this.multiplier = value;
            return this;
        }

        /**
         * Sets where the longest wait stops growing.
         *
         * @param value at least the base delay; 20 s by default
         * @return this builder
         */
        public Builder maxDelay(Duration value) {
            this.maxDelay = Objects.requireNonNull(value, "maxDelay");
            return this;
        }

        /**
         * Sets the longest {@code Retry-After} that is waited for.
         *
         * @param value zero or more; 60 s by default
         * @return this builder
         */
        public Builder maxRetryAfter(Duration value) {
            require(!value.isNegative(), "max-retry-after: must not be negative");
            this.maxRetryAfter = value;
            return this;
        }

        /**
         * Sets kinds that are not retried although they could be, such as {@link ErrorKind#TIMEOUT} where an attempt is dear.
         *
         * @param value the kinds, none by default
         * @return this builder
         */
        public Builder except(Set<ErrorKind> value) {
            this.except = Set.copyOf(value);
            return this;
        }

        /**
         * Builds the policy.
         *
         * @return the policy
         * @throws IllegalArgumentException when the longest delay is shorter than the first
         */
        public RetryPolicy build() {
            return new RetryPolicy(this);
        }

        private static void require(boolean fits, String message) {
            if (!fits) {
                throw new IllegalArgumentException(message);
            }
        }
    }
}
