package dev.portolan.testkit.parity;

import dev.portolan.chat.Cancellation;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Why and how a run ends before its last example. The first reason stays. Thread-safe. */
final class RunStop {

    /**
     * Why.
     *
     * @param settled whether the rest could not change the verdict
     * @param words for the report
     * @param mistake what a program did wrong, or {@code null}
     */
    record Reason(boolean settled, String words, @Nullable RuntimeException mistake) {}

    private final AtomicReference<@Nullable Reason> reason = new AtomicReference<>();
    private final Cancellation halted = new Cancellation();
    private final Cancellation aborted = new Cancellation();

    /** Begins no more calls; those in flight end and are kept. */
    void halt(String words) {
        if (reason.compareAndSet(null, new Reason(false, words, null))) {
            halted.cancel();
        }
    }

    /** As {@link #halt}, since all is known. */
    void settle(String words) {
        if (reason.compareAndSet(null, new Reason(true, words, null))) {
            halted.cancel();
        }
    }

    /** Cancels the calls in flight too. */
    void abort(String words) {
        reason.compareAndSet(null, new Reason(false, words, null));
        halted.cancel();
        aborted.cancel();
    }

    /** Cancels all for a mistake that the run's caller shall see. */
    void fail(RuntimeException mistake) {
        reason.compareAndSet(null, new Reason(false, "The run was broken off", mistake));
        halted.cancel();
        aborted.cancel();
    }

    boolean stopped() {
        return halted.isCancelled();
    }

    @Nullable
    Reason reason() {
        return reason.get();
    }

    /** Comes when no call may begin. */
    Cancellation halted() {
        return halted;
    }

    /** Comes when calls in flight shall end. */
    Cancellation aborted() {
        return aborted;
    }
}
