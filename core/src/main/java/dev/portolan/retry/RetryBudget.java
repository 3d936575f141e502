package dev.portolan.retry;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How many retries many calls may make together, so that an outage is not met with several times the traffic. A bucket of
 * tokens: each call puts a part of a token in, each retry takes a whole one, and a few come with time, so that rare calls may
 * retry too. With an empty bucket calls fail with their first error. Thread-safe, without locks.
 *
 * <p>By default a call earns 0.2 retries, one more comes each second, and the bucket is full with 60, as it is in the
 * beginning. So a service making 100 calls a second sends at most 1.21 times as many in a long outage.
 */
public final class RetryBudget {

    /** How many retries a call earns by default. */
    public static final double RETRIES_PER_CALL = 0.2;

    private static final long TOKEN = 1_000_000_000L;
    private static final long FULL = 60 * TOKEN;

    private final long deposit;
    private final LongSupplier nanoClock;
    private final AtomicLong tokens = new AtomicLong(FULL);
    private final AtomicLong countedUntil;

    /** A full bucket where each call earns {@link #RETRIES_PER_CALL}. */
    public RetryBudget() {
        this(RETRIES_PER_CALL);
    }

    /**
     * A full bucket.
     *
     * @param retriesPerCall how many retries a call earns, 0 to 10
     */
    public RetryBudget(double retriesPerCall) {
        this(retriesPerCall, System::nanoTime);
    }

    RetryBudget(double retriesPerCall, LongSupplier nanoClock) {
        if (!(retriesPerCall >= 0 && retriesPerCall <= 10)) {
            throw new IllegalArgumentException("budget: must be 0 to 10 retries for each call");
        }
        this.deposit = (long) (retriesPerCall * TOKEN);
        this.nanoClock = nanoClock;
        this.countedUntil = new AtomicLong(nanoClock.getAsLong());
    }

    /** A call is made for the first time. */
    void called() {
        add(deposit);
    }

    /**
     * Takes one retry.
     *
     * @return false when there is none
     */
    boolean tryTake() {
        long now = nanoClock.getAsLong();
        long before = countedUntil.get();
        // A token comes each second, and a token is as many units as a second has nanoseconds.
        if (now > before && countedUntil.compareAndSet(before, now)) {
            add(Math.min(now - before, FULL));
        }
        return tokens.getAndUpdate(left -> left >= TOKEN ? left - TOKEN : left) >= TOKEN;
    }

    private void add(long units) {
        // In ordinary times the bucket is full, and many threads need not write to it.
        if (tokens.get() < FULL) {
            tokens.updateAndGet(left -> Math.min(FULL, left + units));
        }
    }

    @Override
    public String toString() {
        return "RetryBudget[" + tokens.get() / TOKEN + " left]";
    }
}
