package dev.portolan.routing.budget;

import dev.portolan.routing.state.InMemoryStateStore;
import dev.portolan.routing.state.StateChange;
import dev.portolan.routing.state.StateStore;
import dev.portolan.routing.state.StateStoreException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks a store and waits no longer than is said, whatever the store does: one that may block is asked on a few threads of its own. A store
 * in memory is asked directly.
 */
final class StoreCalls {

    private static final int THREADS = 4;
    private static final int WAITING = 1000;

    private static final ThreadPoolExecutor POOL = pool();

    private final StateStore store;
    private final boolean direct;

    StoreCalls(StateStore store) {
        this.store = store;
        this.direct = store instanceof InMemoryStateStore;
    }

    private static ThreadPoolExecutor pool() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, "portolan-budget-store");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    StateStore store() {
        return store;
    }

    /**
     * Updates a key.
     *
     * @throws StateStoreException when the store cannot be asked in time; then the change is not made any more, though it may have been
     */
    void update(String key, StateChange change, Duration wait) {
        if (direct) {
            store.update(key, change);
            return;
        }
        AtomicBoolean abandoned = new AtomicBoolean();
        Future<?> asked = submit(() -> store.update(key, current -> abandoned.get() ? null : change.next(current)));
        try {
            asked.get(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            abandoned.set(true);
            Thread.currentThread().interrupt();
            throw new StateStoreException("the thread was interrupted while it waited for the store", true, e);
        } catch (TimeoutException e) {
            abandoned.set(true);
            asked.cancel(true);
            throw new StateStoreException("the store did not answer within " + wait.toMillis() + " ms", true, e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StateStoreException failed
                    ? failed
                    : new StateStoreException("the store failed", true, e.getCause());
        }
    }

    private static Future<?> submit(Runnable task) {
        try {
            return POOL.submit(task);
        } catch (RejectedExecutionException e) {
            throw new StateStoreException("too many calls wait for the store", false, e);
        }
    }
}
