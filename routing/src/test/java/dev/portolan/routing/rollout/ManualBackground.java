package dev.portolan.routing.rollout;

import java.util.ArrayDeque;
import java.util.Deque;

/** Runs nothing until a test says so; listeners hear at once, unless they are held up. */
final class ManualBackground implements Background {

    final Deque<Runnable> store = new ArrayDeque<>();
    final Deque<Runnable> later = new ArrayDeque<>();
    final Deque<Runnable> untold = new ArrayDeque<>();
    boolean listenersHang;

    @Override
    public void store(Runnable task) {
        store.add(task);
    }

    @Override
    public void storeLater(Runnable task) {
        later.add(task);
    }

    @Override
    public void tell(Runnable task) {
        if (listenersHang) {
            untold.add(task);
        } else {
            task.run();
        }
    }

    /** Runs what waits for the store now. */
    void run() {
        drain(store);
    }

    /** Lets a poll interval pass for what waits for it. */
    void runLater() {
        drain(later);
    }

    private static void drain(Deque<Runnable> tasks) {
        for (int i = tasks.size(); i > 0; i--) {
            tasks.remove().run();
        }
    }
}
