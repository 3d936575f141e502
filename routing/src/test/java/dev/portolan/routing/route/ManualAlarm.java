package dev.portolan.routing.route;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An alarm that goes off when a test says so. */
final class ManualAlarm implements Alarm {

    final List<Duration> delays = new ArrayList<>();
    private final AtomicReference<@Nullable Runnable> action = new AtomicReference<>();

    @Override
    public Runnable set(Duration delay, Runnable what, Executor executor) {
        delays.add(delay);
        action.set(() -> executor.execute(what));
        return () -> action.set(null);
    }

    boolean waiting() {
        return action.get() != null;
    }

    /** Does what was to be done, if anything. */
    void ring() {
        Runnable due = action.getAndSet(null);
        if (due != null) {
            due.run();
        }
    }

    /** The same on another thread, and does not wait for it. */
    void ringElsewhere() {
        Runnable due = action.getAndSet(null);
        if (due != null) {
            Thread thread = new Thread(due, "alarm");
            thread.setDaemon(true);
            thread.start();
        }
    }
}
