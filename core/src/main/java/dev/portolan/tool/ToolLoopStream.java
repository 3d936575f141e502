package dev.portolan.tool;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A loop that is read piece by piece: the answers of the model as they come, and what the tools do in between.
 *
 * <pre>{@code
 * try (ToolLoopStream stream = loop.stream(model, request)) {
 *     for (ToolLoopEvent event : stream) {
 *         if (event instanceof ToolLoopEvent.ModelEvent said && said.event() instanceof ChatEvent.TextDelta delta) {
 *             System.out.print(delta.text());
 *         }
 *     }
 *     ToolLoopResult result = stream.result();
 * }
 * }</pre>
 *
 * <p>The promises are those of {@code ChatStream}. The handle comes at once; things happen when events are pulled, except that tools
 * that have been started go on running. Every stream ends in exactly one of three ways: the last event is {@link ToolLoopEvent.Ended};
 * or a pull throws {@link ToolLoopFailed}; or the reader closed it, which ends it quietly. One thread at a time reads. {@link #close()}
 * may be called from any thread; it aborts the model's answer and stops the tools. Time limits of tools are looked at while the reader
 * waits. Always close a stream.
 */
public final class ToolLoopStream implements Iterable<ToolLoopEvent>, AutoCloseable {

    private final LoopRun run;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile boolean closed;
    private volatile @Nullable ToolLoopResult result;
    private volatile @Nullable Throwable failure;

    ToolLoopStream(LoopRun run) {
        this.run = run;
    }

    /**
     * Waits for the next event.
     *
     * @return the event, or {@code null} after {@link ToolLoopEvent.Ended}, or after a close of a stream that had not failed
     * @throws IllegalStateException when another thread is reading
     * @throws ToolLoopFailed what ended the loop, again at every further call
     */
    public @Nullable ToolLoopEvent next() {
        if (!reading.compareAndSet(false, true)) {
            throw new IllegalStateException("This stream is being read by another thread");
        }
        try {
            throwFailure();
            return result != null || closed ? null : advance();
        } finally {
            reading.set(false);
            giveBackIfClosed();
        }
    }

    private @Nullable ToolLoopEvent advance() {
        try {
            ToolLoopEvent event = run.next();
            if (event instanceof ToolLoopEvent.Ended ended) {
                result = ended.result();
            }
            return event;
        } catch (RuntimeException e) {
            if (closed) {
                return null;
            }
            failure = e;
            throw e;
        } catch (Error e) {
            failure = e;
            throw e;
        }
    }

    private void throwFailure() {
        Throwable failed = failure;
        if (failed instanceof Error error) {
            throw error;
        }
        if (failed instanceof RuntimeException exception) {
            throw exception;
        }
    }

    /**
     * The events, once.
     *
     * @return the events up to and including {@link ToolLoopEvent.Ended}
     * @throws IllegalStateException when they were asked for before
     */
    @Override
    public Iterator<ToolLoopEvent> iterator() {
        if (!claimed.compareAndSet(false, true)) {
            throw new IllegalStateException("A stream is read once; keep what you need from it, or use result()");
        }
        return new Events();
    }

    /**
     * Reads whatever is left and tells how the loop ended. May follow a partial or complete reading, and may be repeated.
     *
     * @return the result
     * @throws IllegalStateException when the stream was closed before the loop had ended
     * @throws ToolLoopFailed what ended the loop
     */
    public ToolLoopResult result() {
        ToolLoopEvent event;
        do {
            event = next();
        } while (event != null);
        ToolLoopResult whole = result;
        if (whole == null) {
            throw new IllegalStateException("The stream was closed before the loop had ended");
        }
        return whole;
    }

    /**
     * Ends the stream if it is not over: aborts the model's answer, interrupts and cancels the tools that run. Quiet: a reader in another
     * thread sees the end, no exception. The second time does nothing.
     */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (result == null && failure == null) {
                run.stop();
                giveBackIfClosed();
            }
        }
    }

    /** By whoever is last: the reader that a close found reading, or the close. */
    private void giveBackIfClosed() {
        if (closed && reading.compareAndSet(false, true)) {
            try {
                run.release();
            } finally {
                reading.set(false);
            }
        }
    }

    private final class Events implements Iterator<ToolLoopEvent> {
        private @Nullable ToolLoopEvent ahead;

        @Override
        public boolean hasNext() {
            if (ahead == null) {
                ahead = ToolLoopStream.this.next();
            }
            return ahead != null;
        }

        @Override
        public ToolLoopEvent next() {
            ToolLoopEvent event = ahead != null ? ahead : ToolLoopStream.this.next();
            ahead = null;
            if (event == null) {
                throw new NoSuchElementException();
            }
            return event;
        }
    }
}
