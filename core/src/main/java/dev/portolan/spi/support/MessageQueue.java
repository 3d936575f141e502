package dev.portolan.spi.support;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a transport's event loop leaves the messages of one answer and the reader's thread takes them. Never more than a window
 * of them is there: as many are asked for at first, then one for each that is taken, so that a slow reader slows the connection
 * down and the event loop never waits.
 *
 * <p>{@link #add}, {@link #end} and {@link #start} are the transport's, one after the other; {@link #abort} may come from any
 * thread; the rest is the reader's.
 *
 * @param <M> the transport's type of message
 */
public final class MessageQueue<M> implements MessageSource<M> {

    /** How a transport is told to go on or to stop. Both methods return at once and may come from any thread. */
    public interface Flow {

        /**
         * Asks for more messages.
         *
         * @param count how many more
         */
        void request(int count);

        /** Breaks the call off. */
        void cancel();
    }

    private static final Object WAKE = new Object();

    private final BlockingQueue<Object> queue = new LinkedBlockingQueue<>();
    private final int window;
    private final Function<Throwable, Exception> errors;
    private volatile @Nullable Flow flow;
    private volatile boolean ended;
    private volatile boolean aborted;

    /**
     * An empty queue.
     *
     * @param window how many messages may wait for the reader
     * @param errors what {@link #next} throws for what the transport told: an {@link IOException} when the connection broke, a
     *     {@link RuntimeException} for anything else
     */
    public MessageQueue(int window, Function<Throwable, Exception> errors) {
        this.window = window;
        this.errors = errors;
    }

    /**
     * The call is on its way: asks for the first messages, or breaks the call off when that was asked for before.
     *
     * @param given the transport's handle
     */
    public void start(Flow given) {
        flow = given;
        if (aborted) {
            given.cancel();
        } else {
            given.request(window);
        }
    }

    /**
     * A message has come.
     *
     * @param message the message
     */
    public void add(M message) {
        queue.add(message);
    }

    /**
     * No more messages come.
     *
     * @param failure what went wrong, or {@code null} when the answer ended in good order
     */
    public void end(@Nullable Throwable failure) {
        ended = true;
        queue.add(new End(failure));
    }

    /** Breaks the call off: a reader that waits fails at once. */
    public void abort() {
        aborted = true;
        cancel();
        queue.add(WAKE);
    }

    private void cancel() {
        Flow current = flow;
        if (current != null && !ended) {
            current.cancel();
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable M next() throws IOException {
        Object taken = take();
        if (aborted) {
            throw new IOException("aborted");
        }
        if (taken instanceof End end) {
            // Whoever asks again is told the same.
            queue.add(end);
            return finished(end.failure());
        }
        Flow current = flow;
        if (current != null && !ended) {
            current.request(1);
        }
        return (M) taken;
    }

    private Object take() throws InterruptedIOException {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancel();
            throw new InterruptedIOException("interrupted");
        }
    }

    private @Nullable M finished(@Nullable Throwable failure) throws IOException {
        if (failure == null) {
            return null;
        }
        Exception thrown = errors.apply(failure);
        if (thrown instanceof IOException broken) {
            throw broken;
        }
        throw thrown instanceof RuntimeException known ? known : new IllegalStateException(thrown);
    }

    /** Breaks the call off unless it has ended. */
    @Override
    public void close() {
        cancel();
    }

    private record End(@Nullable Throwable failure) {}
}
