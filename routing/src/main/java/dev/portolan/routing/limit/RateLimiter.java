package dev.portolan.routing.limit;

import dev.portolan.chat.RateLimits;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests and tokens a minute for one account or deployment. Each call reserves its place at once and is told how long to wait for it, so
 * that calls are served in the order in which they came and none is overtaken. Learns from the vendor: what its headers say is left is
 * never exceeded, and after a 429 with {@code Retry-After} nothing is sent until then. Thread-safe; never waits itself.
 *
 * <p>Vendors count a request's tokens before they answer, by their own estimate; so does this, and corrects itself by the tokens that the
 * answer tells.
 */
public final class RateLimiter {

    private final @Nullable Allowance requests;
    private final @Nullable Allowance tokens;
    private final LongSupplier nanoClock;
    private final ReentrantLock lock = new ReentrantLock();
    private long notBefore;

    /**
     * A limiter.
     *
     * @param requestsPerMinute how many requests a minute, at least 1, or {@code null} for what the vendor tells
     * @param tokensPerMinute how many tokens a minute, input and output, at least 1, or {@code null} for what the vendor tells
     */
    public RateLimiter(@Nullable Long requestsPerMinute, @Nullable Long tokensPerMinute) {
        this(requestsPerMinute, tokensPerMinute, System::nanoTime);
    }

    /**
     * A limiter by another clock, for tests.
     *
     * @param requestsPerMinute as above
     * @param tokensPerMinute as above
     * @param nanoClock tells nanoseconds, monotonic, from an arbitrary origin
     */
    public RateLimiter(@Nullable Long requestsPerMinute, @Nullable Long tokensPerMinute, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        long now = nanoClock.getAsLong();
        this.requests = allowance("requests-per-minute", requestsPerMinute, now);
        this.tokens = allowance("tokens-per-minute", tokensPerMinute, now);
        this.notBefore = now;
    }

    private static @Nullable Allowance allowance(String name, @Nullable Long perMinute, long now) {
        if (perMinute != null && perMinute < 1) {
            throw new IllegalArgumentException(name + ": must be at least 1, not " + perMinute);
        }
        return perMinute == null ? null : new Allowance(perMinute, now);
    }

    /**
     * Takes a place for a request, unless its turn comes too late.
     *
     * @param estimate the tokens that it will take, zero or more
     * @param longest how long it can wait
     * @return how long to wait before sending; longer than {@code longest} when no place was taken
     */
    public Duration reserve(long estimate, Duration longest) {
        lock.lock();
        try {
            long now = nanoClock.getAsLong();
            long wait = Math.max(0, notBefore - now);
            if (requests != null) {
                wait = Math.max(wait, requests.waitNanos(1, now));
            }
            if (tokens != null) {
                wait = Math.max(wait, tokens.waitNanos(estimate, now));
            }
            Duration time = Duration.ofNanos(wait);
            if (time.compareTo(longest) <= 0) {
                take(1, estimate, now);
            }
            return time;
        } finally {
            lock.unlock();
        }
    }

    private void take(long calls, long amount, long now) {
        if (requests != null) {
            requests.take(calls, now);
        }
        if (tokens != null) {
            tokens.take(amount, now);
        }
    }

    /**
     * Gives a place back: the call was never sent.
     *
     * @param estimate the tokens that were reserved
     */
    public void release(long estimate) {
        lock.lock();
        try {
            take(-1, -estimate, nanoClock.getAsLong());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Puts the tokens that a call really took in place of the estimate.
     *
     * @param estimate the tokens that were reserved
     * @param used the tokens that the answer told
     */
    public void settle(long estimate, long used) {
        lock.lock();
        try {
            take(0, used - estimate, nanoClock.getAsLong());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Learns what the vendor says is left.
     *
     * @param told from the headers of an answer
     */
    public void learn(RateLimits told) {
        lock.lock();
        try {
            long now = nanoClock.getAsLong();
            learn(requests, told.remainingRequests(), told.resetRequests(), now);
            learn(tokens, told.remainingTokens(), told.resetTokens(), now);
        } finally {
            lock.unlock();
        }
    }

    private void learn(@Nullable Allowance allowance, @Nullable Long left, @Nullable Duration reset, long now) {
        if (left == null) {
            return;
        }
        if (allowance != null) {
            allowance.atMost(left, now);
        } else if (left <= 0 && reset != null) {
            // Without a limit of ours only an empty window says anything.
            pause(reset, now);
        }
    }

    /**
     * Sends nothing for a while: the vendor refused and said for how long.
     *
     * @param time how long from now
     */
    public void pause(Duration time) {
        lock.lock();
        try {
            pause(time, nanoClock.getAsLong());
        } finally {
            lock.unlock();
        }
    }

    private void pause(Duration time, long now) {
        long until = now + time.toNanos();
        if (until - notBefore > 0) {
            notBefore = until;
        }
    }
}
