package dev.portolan.chat;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A handle to stop a call from another thread, from before it starts until it ends. Cancelling aborts the call on the wire;
 * whoever waits for it gets {@code Cancelled}.
 *
 * <p>One handle may stop many calls. Thread-safe.
 */
public final class Cancellation {

    /** Ends the interest in a cancellation. */
    public interface Registration extends AutoCloseable {
        /** Forgets the action; does nothing when it has run or was forgotten before. */
        @Override
        void close();
    }

    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final Set<Action> actions = ConcurrentHashMap.newKeySet();

    /** A handle that is not cancelled. */
    public Cancellation() {}

    /** Cancels. The second time does nothing. Registered actions run on the calling thread. */
    public void cancel() {
        if (cancelled.compareAndSet(false, true)) {
            RuntimeException failure = null;
            for (Action action : actions) {
                try {
                    action.runOnce();
                } catch (RuntimeException e) {
                    // One action that breaks its promise must not keep the other calls running.
                    failure = e;
                }
            }
            if (failure != null) {
                throw failure;
            }
        }
    }

    /**
     * Whether {@link #cancel()} was called.
     *
     * @return true from then on
     */
    public boolean isCancelled() {
        return cancelled.get();
    }

    /**
     * Runs an action on cancel, once; at once, on this thread, when cancelled already. For providers, who bridge it to their
     * transport.
     *
     * @param action what to do; must be short and must not throw
     * @return closes the registration; to be closed when the call has ended
     */
    public Registration onCancel(Runnable action) {
        Action entry = new Action(action);
        actions.add(entry);
        if (cancelled.get()) {
            entry.runOnce();
        }
        return entry;
    }

    @Override
    public String toString() {
        return "Cancellation[" + (isCancelled() ? "cancelled" : "open") + "]";
    }

    private final class Action implements Registration {
        private final Runnable action;
        private final AtomicBoolean done = new AtomicBoolean();

        Action(Runnable action) {
            this.action = action;
        }

        void runOnce() {
            if (done.compareAndSet(false, true)) {
                actions.remove(this);
                action.run();
            }
        }

        @Override
        public void close() {
            done.set(true);
            actions.remove(this);
        }
    }
}
