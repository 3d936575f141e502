package dev.portolan.simulator.internal;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Counts requests and tokens against limits per minute, which refill steadily. How they are told is the vendor's. Thread-safe. */
public final class RateMeter {

    private static final double NANOS_PER_MINUTE = 60e9;

    private final ReentrantLock lock = new ReentrantLock();
    private final LongSupplier nanoTime;
    private final Bucket requests;
    private final Bucket tokens;

    /**
     * A meter that is full.
     *
     * @param requestsPerMinute a limit
     * @param tokensPerMinute a limit
     * @param nanoTime the time, as of {@link System#nanoTime()}
     */
    public RateMeter(long requestsPerMinute, long tokensPerMinute, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.requests = new Bucket("requests", requestsPerMinute, nanoTime.getAsLong());
        this.tokens = new Bucket("tokens", tokensPerMinute, nanoTime.getAsLong());
    }

    /**
     * Takes a request, or refuses it and takes nothing.
     *
     * @param wanted how many tokens it wants
     * @return what is left after it
     */
    public Reading take(long wanted) {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            requests.refill(now);
            tokens.refill(now);
            Refusal refusal = requests.refuse(1);
            refusal = refusal == null ? tokens.refuse(wanted) : refusal;
            if (refusal == null) {
                requests.left -= 1;
                tokens.left -= wanted;
            }
            return new Reading(requests.level(), tokens.level(), refusal);
        } finally {
            lock.unlock();
        }
    }

    /**
     * What is left.
     *
     * @param requests of requests
     * @param tokens of tokens
     * @param refusal why the request may not pass, or {@code null} when it may
     */
    public record Reading(
            Level requests, Level tokens, @Nullable Refusal refusal) {}

    /**
     * What is left of one thing.
     *
     * @param name {@code requests} or {@code tokens}
     * @param limit how many a minute
     * @param left how many now
     * @param millisUntilFull when all are there again
     */
    public record Level(String name, long limit, long left, long millisUntilFull) {}

    /**
     * Too little is left of one thing.
     *
     * @param level what is left of it
     * @param wanted how many are wanted
     * @param millis when there are as many, or {@code null} when there never are
     */
    public record Refusal(
            Level level, long wanted, @Nullable Long millis) {}

    private static final class Bucket {
        private final String name;
        private final long limit;
        private double left;
        private long filledAt;

        Bucket(String name, long limit, long now) {
            this.name = name;
            this.limit = limit;
            this.left = (double) limit;
            this.filledAt = now;
        }

        void refill(long now) {
            left = Math.min((double) limit, left + (now - filledAt) * (limit / NANOS_PER_MINUTE));
            filledAt = now;
        }

        @Nullable
        Refusal refuse(long wanted) {
            if (wanted <= left) {
                return null;
            }
            return new Refusal(level(), wanted, wanted > limit ? null : Long.valueOf(millisUntil(wanted)));
        }

        Level level() {
            return new Level(name, limit, (long) left, millisUntil(limit));
        }

        private long millisUntil(long wanted) {
            return (long) Math.ceil((wanted - left) / limit * 60_000);
        }
    }
}
