package dev.portolan.spi.support;

import dev.portolan.chat.Deadline;
import dev.portolan.error.TimeoutPhase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the time limits of all calls in the process with one daemon thread, which exists only while there are calls.
 *
 * <p>Built for many calls that hardly ever expire. A call that moves its limit, as a stream does with every piece it waits
 * for, writes one volatile field and wakes nobody: the thread looks at a call when the limit that it knew of has come, at the
 * latest after the shortest limit the call may set, and looks again later if the limit has moved. So a limit is never noticed
 * early, and late only by what the operating system takes to wake a thread.
 */
public final class Watchdog {

    /** A point in time that never comes. */
    private static final long NEVER = Long.MAX_VALUE;

    /** Stands in a watch's limit once it has expired. */
    private static final long EXPIRED = Long.MIN_VALUE;

    private static final long IDLE_THREAD_NANOS = 30_000_000_000L;
    private static final int PURGE_ABOVE = 256;
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final Watchdog SHARED = new Watchdog(System::nanoTime, true);

    private final LongSupplier nanoClock;
    private final long origin;
    private final boolean threaded;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PriorityQueue<Watch> queue =
            new PriorityQueue<>(Comparator.comparingLong((Watch watch) -> watch.checkAt));
    private final AtomicInteger endedInQueue = new AtomicInteger();
    private @Nullable Thread thread;
    private long sleepingUntil = NEVER;

    private Watchdog(LongSupplier nanoClock, boolean threaded) {
        this.nanoClock = nanoClock;
        this.origin = nanoClock.getAsLong();
        this.threaded = threaded;
    }

    /**
     * The watchdog of the process.
     *
     * @return always the same
     */
    public static Watchdog shared() {
        return SHARED;
    }

    /** A watchdog without a thread, for tests, who call {@link #runDue} instead. */
    static Watchdog unthreaded(LongSupplier nanoClock) {
        return new Watchdog(nanoClock, false);
    }

    /**
     * Starts looking after a call.
     *
     * @param deadline when the whole call must be over, or {@code null}
     * @param shortestPhaseNanos the shortest limit that {@link Watch#begin} will be given; {@link Long#MAX_VALUE} for none
     * @param onExpiry told, once, on the watchdog's thread, which limit was passed; must be short
     * @return the handle, to be ended with the call
     */
    public Watch watch(@Nullable Deadline deadline, long shortestPhaseNanos, Consumer<TimeoutPhase> onExpiry) {
        long now = now();
        long deadlineAt = deadline == null ? NEVER : later(now, deadline.remainingNanos());
        Watch watch = new Watch(this, deadlineAt, shortestPhaseNanos, onExpiry);
        watch.checkAt = Math.min(deadlineAt, later(now, shortestPhaseNanos));
        if (watch.checkAt != NEVER) {
            enqueue(watch);
        }
        return watch;
    }

    private void enqueue(Watch watch) {
        lock.lock();
        try {
            purge();
            watch.queued = true;
            queue.add(watch);
            if (threaded) {
                if (thread == null) {
                    startThread();
                } else if (watch.checkAt < sleepingUntil) {
                    changed.signal();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Calls that ended before their limit are dropped in bulk, so each costs a constant and memory follows the live ones. */
    private void purge() {
        int ended = endedInQueue.get();
        if (ended > PURGE_ABOVE && ended > queue.size() / 2) {
            queue.removeIf(watch -> watch.ended);
            endedInQueue.set(0);
        }
    }

    private void startThread() {
        Thread started = new Thread(null, this::run, "portolan-watchdog", 0, false);
        started.setDaemon(true);
        // An application server's class loader must not be held by a thread that outlives the application.
        started.setContextClassLoader(null);
        thread = started;
        started.start();
    }

    private void run() {
        while (true) {
            runDue();
            lock.lock();
            try {
                Watch head = queue.peek();
                long wakeAt = head == null ? NEVER : head.checkAt;
                long wait = Math.min(wakeAt - now(), IDLE_THREAD_NANOS);
                if (wait > 0) {
                    sleepingUntil = wakeAt;
                    long left = changed.awaitNanos(wait);
                    sleepingUntil = NEVER;
                    if (left <= 0 && queue.isEmpty()) {
                        thread = null;
                        return;
                    }
                }
            } catch (InterruptedException e) {
                // Nobody but a foreign "stop all threads" interrupts this one; limits must go on being kept.
                LOG.debug("The watchdog was interrupted and goes on");
            } finally {
                lock.unlock();
            }
        }
    }

    /** Looks at the calls whose time to be looked at has come. */
    void runDue() {
        List<Watch> due = new ArrayList<>(0);
        lock.lock();
        try {
            long now = now();
            for (Watch watch = queue.peek(); watch != null && watch.checkAt <= now; watch = queue.peek()) {
                queue.remove();
                if (watch.ended) {
                    endedInQueue.decrementAndGet();
                } else if (watch.expiresAt() <= now) {
                    watch.queued = false;
                    due.add(watch);
                } else {
                    watch.checkAt = Math.min(watch.expiresAt(), later(now, watch.shortestPhaseNanos));
                    if (watch.checkAt != NEVER) {
                        queue.add(watch);
                    }
                }
            }
        } finally {
            lock.unlock();
        }
        due.forEach(this::expire);
    }

    private void expire(Watch watch) {
        TimeoutPhase phase = watch.expire(now());
        if (phase == null) {
            requeue(watch);
            return;
        }
        try {
            watch.onExpiry(phase);
        } catch (RuntimeException | Error e) {
            // Such as a class that cannot be loaded any more after an application was undeployed. The limits of all
            // other
            // calls hang on this thread.
            LOG.warn("A call could not be aborted when its time was up", e);
        }
    }

    /** The limit moved in the last moment. */
    private void requeue(Watch watch) {
        if (!watch.ended) {
            watch.checkAt = Math.min(watch.expiresAt(), later(now(), watch.shortestPhaseNanos));
            enqueue(watch);
        }
    }

    int queued() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    long now() {
        return nanoClock.getAsLong() - origin;
    }

    private static long later(long now, long nanos) {
        long at = now + nanos;
        return at < 0 && nanos > 0 ? NEVER : at;
    }

    /** The limits of one call. {@link #begin} and {@link #pause} are called by one thread at a time, {@link #end} by any. */
    public static final class Watch {

        private static final AtomicLongFieldUpdater<Watch> PHASE_END =
                AtomicLongFieldUpdater.newUpdater(Watch.class, "phaseEnd");

        private final Watchdog watchdog;
        private final long deadlineAt;
        private final long shortestPhaseNanos;
        private @Nullable Consumer<TimeoutPhase> onExpiry;
        private TimeoutPhase phase = TimeoutPhase.TOTAL;
        private volatile long phaseEnd = NEVER;
        private volatile boolean ended;
        private volatile boolean queued;
        private long checkAt;

        private Watch(Watchdog watchdog, long deadlineAt, long shortestPhaseNanos, Consumer<TimeoutPhase> onExpiry) {
            this.watchdog = watchdog;
            this.deadlineAt = deadlineAt;
            this.shortestPhaseNanos = shortestPhaseNanos;
            this.onExpiry = onExpiry;
        }

        /**
         * The call enters a phase with a limit of its own, in place of the phase before.
         *
         * @param entered which phase
         * @param nanos how long it may take; {@link Long#MAX_VALUE} for no limit
         */
        public void begin(TimeoutPhase entered, long nanos) {
            phase = entered;
            phaseEnd = nanos == NEVER ? NEVER : later(watchdog.now(), nanos);
        }

        /** The call leaves its phase and waits for nothing; only the deadline goes on. */
        public void pause() {
            phaseEnd = NEVER;
        }

        /** The call is over; forgets it. */
        public void end() {
            if (!ended) {
                ended = true;
                onExpiry = null;
                if (queued) {
                    watchdog.endedInQueue.incrementAndGet();
                }
            }
        }

        private long expiresAt() {
            return Math.min(deadlineAt, phaseEnd);
        }

        private @Nullable TimeoutPhase expire(long now) {
            long end = phaseEnd;
            TimeoutPhase current = phase;
            if (deadlineAt <= now && deadlineAt <= end) {
                return TimeoutPhase.TOTAL;
            }
            return end <= now && PHASE_END.compareAndSet(this, end, EXPIRED) ? current : null;
        }

        private void onExpiry(TimeoutPhase expired) {
            Consumer<TimeoutPhase> told = onExpiry;
            if (told != null) {
                told.accept(expired);
            }
        }
    }
}
