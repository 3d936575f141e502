package dev.portolan.chat;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A point in time after which nobody waits for the answer any more. It is absolute and monotonic, so one deadline spans
 * retries and fallbacks and does not move with the wall clock.
 */
public final class Deadline {

    private static final Duration LONGEST = Duration.ofDays(365);

    private final long at;
    private final LongSupplier nanoClock;

    private Deadline(long at, LongSupplier nanoClock) {
        this.at = at;
        this.nanoClock = nanoClock;
    }

    /**
     * A deadline from now.
     *
     * @param timeout how long from now; more than zero, at most a year counts
     * @return the deadline
     * @throws IllegalArgumentException when the timeout is zero or negative
     */
    public static Deadline in(Duration timeout) {
        return in(timeout, System::nanoTime);
    }

    /**
     * A deadline by another clock, for tests.
     *
     * @param timeout how long from now; more than zero
     * @param nanoClock tells nanoseconds, monotonic, from an arbitrary origin
     * @return the deadline
     * @throws IllegalArgumentException when the timeout is zero or negative
     */
    public static Deadline in(Duration timeout, LongSupplier nanoClock) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("timeout must be more than zero");
        }
        Duration bounded = timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout;
        return new Deadline(nanoClock.getAsLong() + bounded.toNanos(), nanoClock);
    }

    /**
     * How much time is left.
     *
     * @return the time, zero or negative when the deadline has passed
     */
    public Duration remaining() {
        return Duration.ofNanos(remainingNanos());
    }

    /**
     * How many nanoseconds are left.
     *
     * @return the number, zero or negative when the deadline has passed
     */
    public long remainingNanos() {
        return at - nanoClock.getAsLong();
    }

    /**
     * Whether the deadline has passed.
     *
     * @return true when no time is left
     */
    public boolean isExpired() {
        return remainingNanos() <= 0;
    }

    @Override
    public String toString() {
        return "Deadline[" + remaining().toMillis() + " ms left]";
    }
}
