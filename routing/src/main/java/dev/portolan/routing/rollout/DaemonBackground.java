package dev.portolan.routing.rollout;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A daemon thread for the store and one for listeners, which end when nobody holds the rollout any more. */
final class DaemonBackground implements Background {

    private static final int WAITING = 1000;

    private final Duration interval;
    private final ScheduledThreadPoolExecutor store;
    private final ThreadPoolExecutor listeners;

    DaemonBackground(String rolloutId, Duration interval) {
        this.interval = interval;
        this.store = new ScheduledThreadPoolExecutor(1, daemon("portolan-rollout-" + rolloutId));
        this.listeners = new ThreadPoolExecutor(
                1,
                1,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                daemon("portolan-rollout-listeners-" + rolloutId),
                new ThreadPoolExecutor.DiscardOldestPolicy());
        store.setRemoveOnCancelPolicy(true);
        store.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        listeners.allowCoreThreadTimeOut(true);
    }

    private static ThreadFactory daemon(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Polls until the controller is gone. */
    void poll(RolloutController controller) {
        WeakReference<RolloutController> held = new WeakReference<>(controller);
        ScheduledFuture<?> unused = store.scheduleWithFixedDelay(
                () -> {
                    RolloutController alive = held.get();
                    if (alive == null) {
                        store.shutdown();
                        listeners.shutdown();
                    } else {
                        alive.poll();
                    }
                },
                interval.toMillis(),
                interval.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void store(Runnable task) {
        store.execute(task);
    }

    @Override
    public void storeLater(Runnable task) {
        ScheduledFuture<?> unused = store.schedule(task, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void tell(Runnable task) {
        listeners.execute(task);
    }
}
