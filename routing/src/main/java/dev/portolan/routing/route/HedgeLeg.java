package dev.portolan.routing.route;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * One of the two attempts of a hedged call: how to stop it, and how it ended. What ended it is written before {@link #ended} and read after
 * it, or under the race's lock.
 *
 * @param <T> what an answer is
 */
final class HedgeLeg<T> {

    final Turn turn;
    final CountDownLatch ended = new CountDownLatch(1);
    private final Cancellation own = new Cancellation();
    private final CallContext context;
    private final Cancellation.@Nullable Registration link;
    volatile @Nullable T value;
    volatile @Nullable Throwable failure;
    volatile boolean unwanted;

    /**
     * An attempt that the caller can stop, and the race too.
     *
     * @param second whether it is the second one of the same call, which must not look like a repetition of the first
     */
    HedgeLeg(Turn turn, CallContext given, boolean second) {
        this.turn = turn;
        Cancellation callers = given.cancellation();
        this.link = callers == null ? null : callers.onCancel(own::cancel);
        String key = given.idempotencyKey();
        this.context = given.toBuilder()
                .cancellation(own)
                .idempotencyKey(second && key != null ? key + "-hedge" : key)
                .build();
    }

    CallContext context() {
        return context;
    }

    String name() {
        return turn.target().name();
    }

    /** Aborts it on the wire. Not to be called under a lock. */
    void stop() {
        own.cancel();
    }

    /** To be called when nothing of it is under way any more. */
    void release() {
        if (link != null) {
            link.close();
        }
    }
}
