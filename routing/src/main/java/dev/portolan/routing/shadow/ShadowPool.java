package dev.portolan.routing.shadow;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue and as many threads as there may be calls. Nobody who offers ever waits: the oldest make way. A task that hangs loses its
 * place to another thread; when as many hang as there are places, nothing is taken until one comes back. Thread-safe.
 */
final class ShadowPool {

    /** What waits for its turn. */
    interface Task {

        /** Does the work, and tells the place what it begins that may hang. */
        void run(Place place);

        /** It will not be run. Short. */
        void dropped(NotCompared why);

        /** The memory that it holds while it waits. */
        long bytes();
    }

    private final int places;
    private final int maxWaiting;
    private final long maxBytes;
    private final Duration grace;
    private final Executor executor;
    private final Alarm alarm;
    private final Mishaps mishaps;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private final Deque<Task> waiting = new ArrayDeque<>();
    private final Deque<Runnable> settling = new ArrayDeque<>();
    private final List<Place> taken = new ArrayList<>();
    private long waitingBytes;
    private int running;
    private int stuck;
    private long wereStuck;
    private boolean retired;
    private boolean closed;
    private boolean stopped;

    ShadowPool(ShadowSettings settings, Executor executor, Alarm alarm, Mishaps mishaps) {
        this.places = settings.concurrency();
        this.maxWaiting = settings.queue();
        this.maxBytes = settings.queueBytes();
        this.grace = settings.grace();
        this.executor = executor;
        this.alarm = alarm;
        this.mishaps = mishaps;
    }

    void offer(Task task) {
        List<Task> older = List.of();
        NotCompared refused = null;
        boolean start = false;
        lock.lock();
        try {
            refused = refusal(task);
            if (refused == null) {
                waiting.add(task);
                waitingBytes += task.bytes();
                older = overflow();
                start = startable();
            }
        } finally {
            lock.unlock();
        }
        older.forEach(each -> each.dropped(NotCompared.QUEUE_FULL));
        if (refused != null) {
            task.dropped(refused);
        }
        if (start) {
            start();
        }
    }

    private @Nullable NotCompared refusal(Task task) {
        if (closed || retired) {
            return NotCompared.CLOSED;
        }
        if (stuck >= places) {
            return NotCompared.STUCK;
        }
        return task.bytes() > maxBytes ? NotCompared.QUEUE_FULL : null;
    }

    private List<Task> overflow() {
        List<Task> older = List.of();
        while (waiting.size() > maxWaiting || waitingBytes > maxBytes) {
            older = older.isEmpty() ? new ArrayList<>(1) : older;
            older.add(poll());
        }
        return older;
    }

    private Task poll() {
        Task task = waiting.remove();
        waitingBytes -= task.bytes();
        return task;
    }

    /** Takes a place for a further thread where there is one and something to do. */
    private boolean startable() {
        if (running >= places || (waiting.isEmpty() && settling.isEmpty())) {
            return false;
        }
        running++;
        return true;
    }

    private void start() {
        try {
            executor.execute(this::work);
        } catch (RejectedExecutionException e) {
            // What waits is taken up by the next one who offers, or makes way for newer ones.
            mishaps.count("executor", e);
            left();
        }
    }

    private void left() {
        lock.lock();
        try {
            running--;
            idle.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        boolean on = true;
        while (on) {
            Place place = new Place();
            Runnable next = next(place);
            if (next == null) {
                return;
            }
            mishaps.guard("shadow", next);
            on = place.left();
        }
    }

    /** What to do next; {@code null} when there is nothing, and then the place is given back. */
    private @Nullable Runnable next(Place place) {
        lock.lock();
        try {
            Runnable settle = settling.poll();
            if (settle == null && waiting.isEmpty()) {
                running--;
                idle.signalAll();
                return null;
            }
            taken.add(place);
            if (settle != null) {
                return settle;
            }
            Task task = poll();
            return () -> task.run(place);
        } finally {
            lock.unlock();
        }
    }

    int stuck() {
        lock.lock();
        try {
            return stuck;
        } finally {
            lock.unlock();
        }
    }

    long wereStuck() {
        lock.lock();
        try {
            return wereStuck;
        } finally {
            lock.unlock();
        }
    }

    /** Whether what is under way was told to stop. */
    boolean stopped() {
        lock.lock();
        try {
            return stopped;
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more and drops what waits; what is under way goes on. */
    void retire() {
        List<Task> rest;
        lock.lock();
        try {
            retired = true;
            rest = new ArrayList<>(waiting);
            waiting.clear();
            waitingBytes = 0;
        } finally {
            lock.unlock();
        }
        rest.forEach(task -> task.dropped(NotCompared.CLOSED));
    }

    /** Takes nothing more, waits for what there is, then drops what waits and stops what is under way. */
    boolean close(Duration patience) throws InterruptedException {
        List<Task> rest;
        List<Place> underWay;
        boolean drained;
        lock.lock();
        try {
            closed = true;
            drained = drained(patience.toNanos());
        } finally {
            stopped = true;
            rest = new ArrayList<>(waiting);
            waiting.clear();
            waitingBytes = 0;
            underWay = new ArrayList<>(taken);
            lock.unlock();
        }
        rest.forEach(task -> task.dropped(NotCompared.CLOSED));
        underWay.forEach(Place::stop);
        return drained;
    }

    private boolean drained(long patience) throws InterruptedException {
        long left = patience;
        while (running > 0 || !waiting.isEmpty()) {
            if (left <= 0) {
                return false;
            }
            left = idle.awaitNanos(left);
        }
        return stuck == 0;
    }

    /** Waits until nothing waits or is under way, stuck calls aside. */
    boolean awaitIdle(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (running > 0 || !waiting.isEmpty() || !settling.isEmpty()) {
                if (left <= 0) {
                    return false;
                }
                left = idle.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The place of a thread in the pool, for one task. */
    final class Place {
        private @Nullable Watched watched;
        private boolean lost;

        private Place() {}

        /**
         * Something begins on this thread that may hang.
         *
         * @param limit after it and the grace, it is stopped and the thread interrupted; after another grace the place is lost
         * @param stop asks it to end; short
         * @param settle run once the place is lost, on another thread of the pool
         */
        Watched watch(Duration limit, Runnable stop, Runnable settle) {
            Watched fresh = new Watched(this, Thread.currentThread(), stop, settle);
            lock.lock();
            try {
                watched = fresh;
            } finally {
                lock.unlock();
            }
            fresh.callOff = alarm.in(limit.plus(grace), fresh::late);
            return fresh;
        }

        private void stop() {
            Watched current;
            lock.lock();
            try {
                current = watched;
            } finally {
                lock.unlock();
            }
            if (current != null) {
                current.stop();
            }
        }

        /** The task has ended; whether its thread goes on with the next. */
        private boolean left() {
            lock.lock();
            try {
                taken.remove(this);
                if (watched != null) {
                    watched.over = true;
                }
                if (!lost) {
                    return true;
                }
                stuck--;
                if (running >= places) {
                    return false;
                }
                running++;
                return true;
            } finally {
                lock.unlock();
                // An interrupt was meant for the task and not for the next one.
                Thread.interrupted();
            }
        }
    }

    /** Something that may hang. */
    final class Watched {
        private final Place place;
        private final Thread thread;
        private final Runnable stop;
        private final Runnable settle;
        private boolean over;
        private volatile Runnable callOff = () -> {};

        private Watched(Place place, Thread thread, Runnable stop, Runnable settle) {
            this.place = place;
            this.thread = thread;
            this.stop = stop;
            this.settle = settle;
        }

        /** It has ended: whether that was in time, so that its result counts. */
        boolean ended() {
            callOff.run();
            lock.lock();
            try {
                boolean inTime = !over;
                over = true;
                place.watched = null;
                return inTime;
            } finally {
                lock.unlock();
            }
        }

        private void stop() {
            mishaps.guard("cancel", stop);
            lock.lock();
            try {
                if (!over) {
                    thread.interrupt();
                }
            } finally {
                lock.unlock();
            }
        }

        private void late() {
            callOff = alarm.in(grace, this::lost);
            stop();
        }

        private void lost() {
            List<Task> rest = List.of();
            boolean start;
            lock.lock();
            try {
                if (over) {
                    return;
                }
                over = true;
                place.lost = true;
                running--;
                stuck++;
                wereStuck++;
                settling.add(settle);
                if (stuck >= places) {
                    rest = new ArrayList<>(waiting);
                    waiting.clear();
                    waitingBytes = 0;
                }
                start = startable();
                idle.signalAll();
            } finally {
                lock.unlock();
            }
            rest.forEach(task -> task.dropped(NotCompared.STUCK));
            if (start) {
                start();
            }
        }
    }
}
