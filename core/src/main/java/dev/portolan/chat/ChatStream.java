package dev.portolan.chat;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An answer that comes piece by piece, pulled by its reader.
 *
 * <pre>{@code
 * try (ChatStream stream = model.stream(request)) {
 *     for (String piece : stream.text()) {
 *         System.out.print(piece);
 *     }
 *     Usage usage = stream.response().usage();
 * }
 * }</pre>
 *
 * <p>The handle comes at once; the request is sent at the latest on the first pull, and errors before any output surface
 * there. Every stream ends in exactly one of three ways: the last event is {@link ChatEvent.Completed}; or a pull throws an
 * {@code LlmException}, which holds the partial answer; or the reader closed it, which ends it quietly. An answer that stops
 * without the vendor's own end marker is an error, never a short success.
 *
 * <p>One thread at a time reads. {@link #close()} may be called from any thread, also while another one reads, and aborts
 * the call on the wire; so does cancelling through {@link CallContext#cancellation()}, after which the next pull throws.
 * Always close a stream, best with {@code try}; one that is dropped unread is reclaimed and reported in the log.
 *
 * <p>For implementers: override {@link #pull()} and {@link #abort()}; this class keeps the rest of the promises.
 */
public abstract class ChatStream implements Iterable<ChatEvent>, AutoCloseable {

    private final AtomicBoolean claimed = new AtomicBoolean();
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile boolean closed;
    private volatile @Nullable ChatResponse response;
    private volatile @Nullable Throwable failure;

    /** For implementers. */
    protected ChatStream() {}

    /**
     * Waits for the next event. Called by one thread at a time, never after the terminal event, an exception or a close.
     *
     * @return the next event; the last one is {@link ChatEvent.Completed}, before which everything held for the stream has
     *     been given back
     */
    protected abstract ChatEvent pull();

    /**
     * Aborts the call on the wire and gives back everything held for the stream. Called from any thread, perhaps more than
     * once, perhaps during a {@link #pull()}, which must then end soon, in whatever way; not called by a close that comes after
     * {@link #pull()} returned {@link ChatEvent.Completed} or threw.
     */
    protected abstract void abort();

    /**
     * Waits for the next event.
     *
     * @return the event, or {@code null} after {@link ChatEvent.Completed}, or after a close of a stream that had not failed
     * @throws IllegalStateException when another thread is reading
     * @throws RuntimeException the {@code LlmException} that ended the stream, again at every further call
     */
    public final @Nullable ChatEvent next() {
        if (!reading.compareAndSet(false, true)) {
            throw new IllegalStateException("This stream is being read by another thread");
        }
        try {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
            return response != null || closed ? null : advance();
        } finally {
            reading.set(false);
        }
    }

    private @Nullable ChatEvent advance() {
        try {
            ChatEvent event = Objects.requireNonNull(pull(), "pull() returned no event");
            if (event instanceof ChatEvent.Completed completed) {
                response = completed.response();
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

    /**
     * The events, once. Further calls throw, since what was read is gone.
     *
     * @return the events up to and including {@link ChatEvent.Completed}
     * @throws IllegalStateException when the events or the {@linkplain #text() text} were asked for before
     */
    @Override
    public final Iterator<ChatEvent> iterator() {
        claim();
        return new Events();
    }

    /**
     * The pieces of the answer's text as they come, once; other events are passed over.
     *
     * @return the pieces, none empty
     * @throws IllegalStateException when the events or the text were asked for before
     */
    public final Iterable<String> text() {
        claim();
        AtomicReference<@Nullable TextPieces> pieces = new AtomicReference<>(new TextPieces(new Events()));
        return () -> {
            TextPieces once = pieces.getAndSet(null);
            if (once == null) {
                throw readOnce();
            }
            return once;
        };
    }

    /**
     * Reads whatever is left and returns the whole answer. May follow a partial or complete reading, and may be repeated.
     *
     * @return the answer
     * @throws IllegalStateException when the stream was closed before it was complete
     * @throws RuntimeException the {@code LlmException} that ended the stream
     */
    public final ChatResponse response() {
        ChatEvent event;
        do {
            event = next();
        } while (event != null);
        ChatResponse whole = response;
        if (whole == null) {
            throw new IllegalStateException("The stream was closed before the answer was complete");
        }
        return whole;
    }

    /**
     * The stream as a reactive publisher of its events, for one subscriber. Events are pulled only on demand, on a thread of
     * the executor that blocks while it waits; cancelling the subscription closes the stream. A stream that somebody else
     * closes ends with {@code onError} of an {@link IllegalStateException}. A subscriber that throws is cancelled, and what it
     * threw goes to the thread's {@link Thread.UncaughtExceptionHandler}. Follows the rules of Reactive Streams 1.0.4 as laid
     * down for {@link Flow}.
     *
     * @param executor where events are pulled and handed out; virtual threads suit well
     * @return a publisher that ends with {@code onComplete} after {@link ChatEvent.Completed}, or with {@code onError}
     * @throws IllegalStateException when the events or the text were asked for before
     */
    public final Flow.Publisher<ChatEvent> toPublisher(Executor executor) {
        claim();
        return new StreamPublisher(this, executor);
    }

    /**
     * Ends the stream and aborts the call if it is not over. Quiet: a reader in another thread sees the end, no exception. The
     * second time does nothing.
     */
    @Override
    public final void close() {
        if (!closed) {
            closed = true;
            if (response == null && failure == null) {
                abort();
            }
        }
    }

    private void claim() {
        if (!claimed.compareAndSet(false, true)) {
            throw readOnce();
        }
    }

    private static IllegalStateException readOnce() {
        return new IllegalStateException("A stream is read once; keep what you need from it, or use response()");
    }

    private final class Events implements Iterator<ChatEvent> {
        private @Nullable ChatEvent ahead;

        @Override
        public boolean hasNext() {
            if (ahead == null) {
                ahead = ChatStream.this.next();
            }
            return ahead != null;
        }

        @Override
        public ChatEvent next() {
            ChatEvent event = ahead != null ? ahead : ChatStream.this.next();
            ahead = null;
            if (event == null) {
                throw new NoSuchElementException();
            }
            return event;
        }
    }

    private static final class TextPieces implements Iterator<String> {
        private final Iterator<ChatEvent> events;
        private @Nullable String ahead;

        TextPieces(Iterator<ChatEvent> events) {
            this.events = events;
        }

        @Override
        public boolean hasNext() {
            while (ahead == null && events.hasNext()) {
                if (events.next() instanceof ChatEvent.TextDelta delta
                        && !delta.text().isEmpty()) {
                    ahead = delta.text();
                }
            }
            return ahead != null;
        }

        @Override
        public String next() {
            if (!hasNext() || ahead == null) {
                throw new NoSuchElementException();
            }
            String piece = ahead;
            ahead = null;
            return piece;
        }
    }
}
