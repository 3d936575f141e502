package dev.portolan.azure;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.util.context.Context;

/**
 * Hands the SDK's buffers over to the thread that reads the answer. Never more than {@link #WINDOW} wait: each that is taken
 * asks for another. The SDK's thread is never held up.
 */
final class AnswerBody extends BaseSubscriber<ByteBuffer> {

    /** How many buffers may wait; the JDK's have 16 KiB. */
    private static final int WINDOW = 4;

    /** What is read on behind the answer's end marker, so that the connection can serve again. */
    private static final int DRAIN_BYTES = 64 * 1024;

    private static final long DRAIN_MILLIS = 500;
    private static final Object END = new Object();
    private static final Object ABORTED = new Object();

    /**
     * For the Reactor library: what fails after it was broken off is of no interest. Without this it is logged as an error.
     *
     * @see <a href="https://projectreactor.io/docs/core/release/reference/advancedFeatures/hooks.html">Reactor: hooks</a>
     */
    static final Context IGNORING_LATE_ERRORS =
            Context.of("reactor.onErrorDropped.local", (Consumer<Throwable>) failure -> {});

    /** Holds at most a window, an end and an abort, by the demand that is made. */
    private final BlockingQueue<Object> waiting = new LinkedBlockingQueue<>();

    private volatile boolean aborted;
    private volatile boolean over;
    private volatile boolean draining;
    private int drained;

    /** The next bytes, or {@code null} at the end of the body. */
    @Nullable
    ByteBuffer take() throws IOException {
        if (aborted) {
            throw new IOException("aborted");
        }
        Object next;
        try {
            next = waiting.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted while waiting for the answer");
            interrupted.initCause(e);
            throw interrupted;
        }
        if (next instanceof ByteBuffer bytes) {
            request(1);
            return bytes;
        }
        // Whoever asks again gets the same.
        waiting.add(next);
        if (next == END) {
            return null;
        }
        if (next == ABORTED) {
            throw new IOException("aborted");
        }
        throw new IOException("the connection broke", (Throwable) next);
    }

    /** Breaks the answer off, wherever it is. */
    void abort() {
        aborted = true;
        waiting.add(ABORTED);
        cancel();
    }

    /** The reader has what it wants. What is left of the body, mostly nothing, is read on for a moment. */
    void finish() {
        if (aborted || over) {
            cancel();
            return;
        }
        draining = true;
        waiting.clear();
        request(WINDOW);
        CompletableFuture.delayedExecutor(DRAIN_MILLIS, TimeUnit.MILLISECONDS).execute(this::cancel);
    }

    @Override
    public Context currentContext() {
        return IGNORING_LATE_ERRORS;
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        subscription.request(WINDOW);
    }

    @Override
    protected void hookOnNext(ByteBuffer bytes) {
        if (!draining) {
            waiting.add(Objects.requireNonNull(bytes));
            return;
        }
        drained += bytes.remaining();
        if (drained > DRAIN_BYTES) {
            cancel();
        } else {
            request(1);
        }
    }

    @Override
    protected void hookOnComplete() {
        over = true;
        waiting.add(END);
    }

    @Override
    protected void hookOnError(Throwable failure) {
        over = true;
        waiting.add(failure);
    }
}
