package dev.portolan.testkit.parity;

import dev.portolan.testkit.internal.RunClock;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How many calls of a model may be in flight: half as many after it limited the rate, one more after as many good answers as there
 * may be. Calls that were begun before the last halving do not halve again. Thread-safe.
 */
final class AdaptiveLimit {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

    /**
     * Leave for one call.
     *
     * @param halvings how often the limit had been halved when it began
     */
    record Permit(int halvings) {}

    private final int most;
    private final RunClock clock;
    private final RunStop stop;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private double allowed;
    private int inFlight;
    private int halvings;
    private int inARow;
    private long notBefore;

    AdaptiveLimit(int most, RunClock clock, RunStop stop) {
        this.most = most;
        this.allowed = most;
        this.clock = clock;
        this.stop = stop;
        this.notBefore = clock.nanos();
        stop.halted().onCancel(this::wakeAll);
    }

    /** Waits for leave; null when the run stops. */
    @Nullable
    Permit acquire() throws InterruptedException {
        while (!stop.stopped()) {
            long wait;
            lock.lockInterruptibly();
            try {
                wait = notBefore - clock.nanos();
                if (wait <= 0) {
                    if (inFlight < (int) allowed) {
                        inFlight++;
                        return new Permit(halvings);
                    }
                    if (!stop.stopped()) {
                        changed.await();
                    }
                }
            } finally {
                lock.unlock();
            }
            if (wait > 0) {
                clock.pause(Duration.ofNanos(wait), stop.halted());
            }
        }
        return null;
    }

    /** The call has ended, well or not, and the rate was not what was wrong. */
    void ended() {
        lock.lock();
        try {
            inFlight--;
            inARow = 0;
            allowed = Math.min(most, allowed + 1 / allowed);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The model said that calls come too fast. */
    void limited(Permit permit, @Nullable Duration retryAfter) {
        lock.lock();
        try {
            inFlight--;
            if (permit.halvings() == halvings) {
                halvings++;
                allowed = Math.max(1, allowed / 2);
                inARow++;
            }
            long until = clock.nanos() + pause(retryAfter).toNanos();
            if (until - notBefore > 0) {
                notBefore = until;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Duration pause(@Nullable Duration retryAfter) {
        Duration pause = retryAfter != null ? retryAfter : FIRST_PAUSE.multipliedBy(1L << Math.min(7, inARow));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    /** How many calls may be in flight now. */
    int allowed() {
        lock.lock();
        try {
            return (int) allowed;
        } finally {
            lock.unlock();
        }
    }

    private void wakeAll() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
