package dev.portolan.routing.breaker;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts how calls to one model end, and says no while too many fail. Three states: closed, where calls pass and are counted; open, where
 * none passes; half-open, where a single probe passes and decides. The result of a call that began in an earlier state counts no more: a
 * call that was sent before the breaker opened says nothing of now. Thread-safe; never waits.
 *
 * <p>Own code, since the libraries that have breakers take no clock from outside (Failsafe) or only by their internals
 * (Resilience4j), and tell nobody how long they stay open.
 */
public final class CircuitBreaker {

    /** Where a breaker is. */
    public enum State {
        /** Calls pass. */
        CLOSED,
        /** No call passes. */
        OPEN,
        /** One probe may pass, or is under way. */
        HALF_OPEN
    }

    private final BreakerPolicy policy;
    private final LongSupplier nanoClock;
    private final ReentrantLock lock = new ReentrantLock();
    private final CallWindow window;
    private State state = State.CLOSED;
    private long generation;
    private long openUntil;
    private Duration openFor;
    private @Nullable Permit probe;

    /**
     * A closed breaker.
     *
     * @param policy when it opens
     */
    public CircuitBreaker(BreakerPolicy policy) {
        this(policy, System::nanoTime);
    }

    /**
     * A closed breaker by another clock, for tests.
     *
     * @param policy when it opens
     * @param nanoClock tells nanoseconds, monotonic, from an arbitrary origin
     */
    public CircuitBreaker(BreakerPolicy policy, LongSupplier nanoClock) {
        this.policy = Objects.requireNonNull(policy, "policy");
        this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock");
        this.window = new CallWindow(policy.window().toNanos(), nanoClock.getAsLong());
        this.openFor = policy.openFor();
    }

    /**
     * Asks to make a call. Whoever gets a permit tells by it how the call ended, once.
     *
     * @return the permit, or {@code null} when the call must not be made
     */
    public @Nullable Permit tryAcquire() {
        lock.lock();
        try {
            long now = nanoClock.getAsLong();
            settle(now);
            if (state == State.OPEN || (state == State.HALF_OPEN && probe != null)) {
                return null;
            }
            Permit permit = new Permit(generation, now);
            if (state == State.HALF_OPEN) {
                probe = permit;
            }
            return permit;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Where it is.
     *
     * @return the state at this moment
     */
    public State state() {
        lock.lock();
        try {
            settle(nanoClock.getAsLong());
            return state;
        } finally {
            lock.unlock();
        }
    }

    /**
     * How long no call will pass.
     *
     * @return the time until the next probe may pass; zero when a call may pass now
     */
    public Duration closedFor() {
        lock.lock();
        try {
            long now = nanoClock.getAsLong();
            settle(now);
            Permit underWay = probe;
            if (state == State.OPEN) {
                return Duration.ofNanos(openUntil - now);
            }
            return underWay == null
                    ? Duration.ZERO
                    : Duration.ofNanos(underWay.began + policy.probeTimeout().toNanos() - now);
        } finally {
            lock.unlock();
        }
    }

    /** Time alone moves an open breaker to half-open, and takes its turn from a probe that never came back. */
    private void settle(long now) {
        if (state == State.OPEN && now - openUntil >= 0) {
            state = State.HALF_OPEN;
            generation++;
        }
        Permit underWay = probe;
        if (underWay != null && now - underWay.began >= policy.probeTimeout().toNanos()) {
            probe = null;
        }
    }

    private void open(long now, Duration length) {
        state = State.OPEN;
        generation++;
        probe = null;
        openUntil = now + length.toNanos();
        window.clear();
    }

    private void ended(Permit permit, boolean failed) {
        long now = nanoClock.getAsLong();
        settle(now);
        if (permit.generation != generation) {
            return;
        }
        if (state == State.CLOSED) {
            window.add(now, failed);
            long calls = window.calls(now);
            if (failed && calls >= policy.minimumCalls() && window.failures(now) >= policy.failureRate() * calls) {
                open(now, policy.openFor());
            }
        } else if (permit == probe) {
            probe = null;
            if (failed) {
                Duration doubled = openFor.multipliedBy(2);
                openFor = doubled.compareTo(policy.maxOpenFor()) > 0 ? policy.maxOpenFor() : doubled;
                open(now, openFor);
            } else {
                state = State.CLOSED;
                generation++;
                openFor = policy.openFor();
                window.clear();
            }
        }
    }

    @Override
    public String toString() {
        return "CircuitBreaker[" + state() + "]";
    }

    /** The leave to make one call. */
    public final class Permit {
        private final long generation;
        private final long began;
        private boolean told;

        private Permit(long generation, long began) {
            this.generation = generation;
            this.began = began;
        }

        /** The model answered. */
        public void succeeded() {
            tell(() -> ended(this, false));
        }

        /** The call failed, and the model is to blame. */
        public void failed() {
            tell(() -> ended(this, true));
        }

        /** The call says nothing of the model: it was cancelled, or the request was bad. A probe makes way for another. */
        public void ignored() {
            tell(() -> {
                if (probe == this) {
                    probe = null;
                }
            });
        }

        private void tell(Runnable what) {
            lock.lock();
            try {
                if (!told) {
                    told = true;
                    what.run();
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
