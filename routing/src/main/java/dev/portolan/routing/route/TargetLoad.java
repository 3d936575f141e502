package dev.portolan.routing.route;

import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How a target is doing: calls under way, recent latency, and whether it has just failed. Thread-safe.
 *
 * <p>The latency is a peak-sensitive moving average: a slower answer counts at once, faster ones win through within some seconds, and
 * without answers it fades, so that a target that was slow is tried again.
 */
final class TargetLoad {

    /** How fast the average forgets. */
    private static final double FADING = (double) Duration.ofSeconds(10).toNanos();

    private static final Duration FIRST_REST = Duration.ofSeconds(1);
    private static final Duration LONGEST_REST = Duration.ofSeconds(30);

    /** What a target that nobody knows counts as while a call is under way: it is to be found out by one call and not by all. */
    private static final double UNKNOWN = (double) Duration.ofSeconds(60).toNanos();

    private final AtomicInteger underWay = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Average calls = new Average();
    private final Average streams = new Average();
    private int failures;
    private boolean resting;
    private long restsUntil;

    private static final class Average {
        private double value;
        private long at;
        private boolean known;

        void add(double nanos, long now) {
            fade(now, nanos);
            value = known ? Math.max(value, nanos) : nanos;
            known = true;
            at = now;
        }

        private void fade(long now, double towards) {
            if (known && now > at) {
                double left = Math.exp((at - now) / FADING);
                value = value * left + towards * (1 - left);
            }
        }

        double now(long now) {
            return known ? value * Math.exp(Math.min(0, at - now) / FADING) : -1;
        }
    }

    void begin() {
        underWay.incrementAndGet();
    }

    void end() {
        underWay.decrementAndGet();
    }

    int underWay() {
        return underWay.get();
    }

    void answered(boolean streamed, long nanos, long now) {
        lock.lock();
        try {
            (streamed ? streams : calls).add((double) nanos, now);
            failures = 0;
            resting = false;
        } finally {
            lock.unlock();
        }
    }

    /** It failed, and is to blame for it: the others are preferred for a while, which doubles with each failure in a row. */
    void failed(LlmException error, long now) {
        Duration asked = error.retryAfter();
        lock.lock();
        try {
            boolean rests = resting && now - restsUntil < 0;
            Duration rest = FIRST_REST.multipliedBy(1L << Math.min(5, failures));
            if (asked != null
                    && (error.kind().equals(ErrorKind.RATE_LIMITED)
                            || error.kind().equals(ErrorKind.CIRCUIT_OPEN))) {
                rest = asked;
            } else if (rests) {
                // Calls that were under way together fail together.
                return;
            } else if (rest.compareTo(LONGEST_REST) > 0) {
                rest = LONGEST_REST;
            }
            failures++;
            long until = now + rest.toNanos();
            if (!rests || until - restsUntil > 0) {
                restsUntil = until;
            }
            resting = true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether others are preferred to it. */
    boolean resting(long now) {
        lock.lock();
        try {
            return resting && now - restsUntil < 0;
        } finally {
            lock.unlock();
        }
    }

    /** How long the next call is likely to take there, for comparison only. */
    double cost(boolean streamed, long now) {
        int busy = underWay.get();
        lock.lock();
        try {
            double latency = (streamed ? streams : calls).now(now);
            return latency < 0 ? busy * UNKNOWN : latency * (busy + 1);
        } finally {
            lock.unlock();
        }
    }
}
