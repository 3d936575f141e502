package dev.portolan.bedrock;

import dev.portolan.spi.support.MessageSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.http.SdkCancellationException;

/**
 * Where the SDK's event loop leaves the pieces of one answer and the reader's thread takes them. Never more than {@value #WINDOW}
 * are there: as many are asked for at first, then one for each that is taken, so that a slow reader slows the connection down
 * and the event loop never waits.
 *
 * @param <E> the type of piece
 */
final class EventQueue<E> implements Subscriber<E>, MessageSource<E> {

    static final int WINDOW = 32;

    /** How long a failure that overtook the pieces before it may wait for them. */
    private static final long OVERTAKEN_MILLIS = 250;

    /** How long a connection gets to end in good order once the answer is complete. */
    private static final long SETTLE_MILLIS = 500;

    private static final Object END = new Object();
    private static final Object WAKE = new Object();

    private final BlockingQueue<Object> queue = new LinkedBlockingQueue<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Predicate<E> last;
    private final Function<Throwable, RuntimeException> errors;
    private volatile @Nullable Subscription subscription;
    private volatile @Nullable CompletableFuture<?> call;
    private volatile boolean ended;
    private volatile boolean aborted;
    private boolean complete;

    /**
     * @param last whether a piece is the last one of a whole answer
     * @param errors what to throw for what the service told
     */
    EventQueue(Predicate<E> last, Function<Throwable, RuntimeException> errors) {
        this.last = last;
        this.errors = errors;
    }

    /** The call that brings the pieces; its end is the queue's. */
    @SuppressWarnings("FutureReturnValueIgnored") // The stage does nothing that could fail.
    void follow(CompletableFuture<?> future) {
        call = future;
        future.whenComplete((nothing, thrown) -> {
            if (thrown != null) {
                failure.compareAndSet(null, ErrorMapper.unwrapped(thrown));
            }
            if (thrown != null || subscription == null) {
                queue.add(thrown == null ? END : WAKE);
            }
        });
        if (aborted) {
            future.cancel(true);
        }
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        if (aborted) {
            given.cancel();
        } else {
            given.request(WINDOW);
        }
    }

    @Override
    public void onNext(E piece) {
        queue.add(piece);
    }

    @Override
    public void onError(Throwable thrown) {
        failure.compareAndSet(null, ErrorMapper.unwrapped(thrown));
        ended = true;
        queue.add(END);
    }

    @Override
    public void onComplete() {
        ended = true;
        queue.add(END);
    }

    /** Breaks the call off, from any thread. */
    void abort() {
        aborted = true;
        cancel();
        queue.add(WAKE);
    }

    private void cancel() {
        Subscription current = subscription;
        if (current != null) {
            current.cancel();
        }
        CompletableFuture<?> future = call;
        if (future != null) {
            future.cancel(true);
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable E next() throws IOException {
        while (true) {
            Object taken = take();
            if (aborted) {
                throw new IOException("aborted");
            }
            if (taken == null || taken == END) {
                return finished();
            }
            if (taken != WAKE) {
                E piece = (E) taken;
                Subscription current = subscription;
                if (current != null && !ended) {
                    current.request(1);
                }
                complete |= last.test(piece);
                return piece;
            }
        }
    }

    private @Nullable Object take() throws InterruptedIOException {
        try {
            return failure.get() == null ? queue.take() : queue.poll(OVERTAKEN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancel();
            throw new InterruptedIOException("interrupted");
        }
    }

    private @Nullable E finished() throws IOException {
        Throwable thrown = failure.get();
        if (thrown == null) {
            return null;
        }
        IOException broken = ErrorMapper.broken(thrown);
        if (broken != null || thrown instanceof SdkCancellationException) {
            // The cause's message can quote what the server sent.
            throw new IOException("the connection broke");
        }
        throw errors.apply(thrown);
    }

    /** A complete answer may end by itself, so that its connection can be used again; any other is broken off. */
    @Override
    public void close() {
        CompletableFuture<?> future = call;
        if (complete && future != null && !future.isDone()) {
            Subscription current = subscription;
            if (current != null) {
                current.request(WINDOW);
            }
            CompletableFuture.delayedExecutor(SETTLE_MILLIS, TimeUnit.MILLISECONDS, Runnable::run)
                    .execute(this::settle);
        } else if (future == null || !future.isDone()) {
            cancel();
        }
    }

    private void settle() {
        CompletableFuture<?> future = call;
        if (future != null && !future.isDone()) {
            cancel();
        }
    }
}
