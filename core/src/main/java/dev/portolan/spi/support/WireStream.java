package dev.portolan.spi.support;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.RateLimits;
import dev.portolan.chat.Timings;
import dev.portolan.chat.Warning;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A stream over bytes or messages: pulls them on the reader's thread, has them decoded, and adds what only the caller's side knows:
 * provider, request id, rate limits, timings, warnings on the answer; origin and partial answer on a failure.
 *
 * <p>Nothing is sent before the first pull. The connection is given back before {@link ChatEvent.Completed} is handed out. A
 * stream that is dropped without being closed is reclaimed and reported in the log.
 */
public final class WireStream extends ChatStream {

    /** Sends the request. */
    @FunctionalInterface
    public interface Opener {
        /**
         * Sends the request and waits for a successful answer to begin.
         *
         * @param guard what stops the attempt; the transport's handle is to be given to it
         * @return the answer's body and what was told with it
         * @throws LlmException when the vendor did not answer or answered with an error
         */
        Opened open(CallGuard guard);
    }

    /**
     * An answer that has begun.
     *
     * @param source the events
     * @param requestId the vendor's id of the HTTP request, or {@code null}
     * @param rateLimits what the vendor said about its limits, or {@code null}
     * @param warnings what the request could not say
     */
    public record Opened(
            EventSource source,
            @Nullable String requestId,
            @Nullable RateLimits rateLimits,
            List<Warning> warnings) {

        /**
         * Checks the components.
         *
         * @param source as above
         * @param requestId as above
         * @param rateLimits as above
         * @param warnings as above
         */
        public Opened {
            Objects.requireNonNull(source, "source");
            warnings = List.copyOf(warnings);
        }

        /**
         * An answer that comes in bytes.
         *
         * @param body the bytes
         * @param decoder what makes events of them
         * @param requestId as above
         * @param rateLimits as above
         * @param warnings as above
         */
        public Opened(
                ByteSource body,
                StreamDecoder decoder,
                @Nullable String requestId,
                @Nullable RateLimits rateLimits,
                List<Warning> warnings) {
            this(EventSource.of(body, decoder), requestId, rateLimits, warnings);
        }
    }

    private final ModelInfo info;
    private final CallContext context;
    private final Opener opener;
    private final Queue<ChatEvent> ready = new ArrayDeque<>();

    private volatile @Nullable OpenCall call;
    private volatile boolean aborted;
    private volatile boolean reading;
    private @Nullable Opened opened;
    private @Nullable LlmException failure;
    private @Nullable Duration firstVisible;
    private boolean outputBegun;
    private boolean complete;

    /**
     * A stream that is not opened yet.
     *
     * @param info the model that is asked
     * @param context what belongs to the call; phases without a limit have none
     * @param opener sends the request on the first pull, once
     */
    public WireStream(ModelInfo info, CallContext context, Opener opener) {
        this.info = Objects.requireNonNull(info, "info");
        this.context = Objects.requireNonNull(context, "context");
        this.opener = Objects.requireNonNull(opener, "opener");
    }

    @Override
    protected ChatEvent pull() {
        reading = true;
        try {
            requireNotCancelled();
            ChatEvent event = ready.poll();
            while (event == null) {
                advance();
                event = ready.poll();
            }
            outputBegun |= isVisible(event);
            return event;
        } catch (LlmException e) {
            release();
            throw explained(e);
        } catch (RuntimeException | Error e) {
            release();
            throw e;
        } finally {
            reading = false;
            if (aborted) {
                release();
            }
            // Without this the stream might count as dropped while its reader waits in here.
            Reference.reachabilityFence(this);
        }
    }

    private void requireNotCancelled() {
        Cancellation cancellation = context.cancellation();
        if (cancellation != null && cancellation.isCancelled()) {
            throw cancelled("cancelled by the application", null);
        }
    }

    /** Reads once from the wire. */
    private void advance() {
        if (failure != null) {
            throw failure;
        }
        if (aborted) {
            throw cancelled("the stream was closed by its reader", null);
        }
        OpenCall current = call != null ? call : open();
        Opened answer = Objects.requireNonNull(opened);
        try {
            read(current.guard, answer);
        } catch (LlmException e) {
            if (ready.isEmpty()) {
                throw e;
            }
            // What came before the failure in the same slice is handed out first.
            failure = e;
        }
        if (complete) {
            release();
        }
    }

    private OpenCall open() {
        OpenCall current = OpenCall.start(this, info, new CallGuard(context, Watchdog.shared()));
        call = current;
        if (aborted) {
            current.guard.abort();
        }
        current.guard.requireRunning();
        Opened answer = opener.open(current.guard);
        current.closing = answer.source().closing();
        opened = answer;
        return current;
    }

    private void read(CallGuard guard, Opened answer) {
        guard.requireRunning();
        try {
            guard.waiting();
            boolean more = answer.source().read(guard::received, this::accept);
            if (!more) {
                end(answer.source());
            }
        } catch (IOException e) {
            throw broken(guard, e);
        }
    }

    private void end(EventSource source) {
        try {
            source.end(this::accept);
        } catch (RuntimeException e) {
            throw Decoding.failure(e);
        }
        if (!complete) {
            throw LlmException.of(
                    ErrorKind.STREAM_INTERRUPTED,
                    ErrorDetails.builder("the stream ended without its end marker")
                            .remedy("Ask again, or use the partial answer knowingly")
                            .build(),
                    null);
        }
    }

    private static LlmException broken(CallGuard guard, IOException e) {
        LlmException stopped = guard.failure(e);
        if (stopped != null) {
            return stopped;
        }
        if (Thread.currentThread().isInterrupted() && isInterruption(e)) {
            return cancelled("the reading thread was interrupted", e);
        }
        return LlmException.of(
                ErrorKind.STREAM_INTERRUPTED,
                ErrorDetails.builder("the connection broke in the middle of the answer")
                        .remedy("Ask again, or use the partial answer knowingly")
                        .build(),
                e);
    }

    /** On a virtual thread the JDK closes the socket: {@code SocketException: Closed by interrupt}. */
    private static boolean isInterruption(IOException e) {
        return e instanceof InterruptedIOException
                || String.valueOf(e.getMessage()).contains("interrupt");
    }

    private static LlmException cancelled(String summary, @Nullable Throwable cause) {
        return LlmException.of(
                ErrorKind.CANCELLED, ErrorDetails.builder(summary).build(), cause);
    }

    private void accept(ChatEvent event) {
        if (event instanceof ChatEvent.Completed completed) {
            complete = true;
            ready.add(new ChatEvent.Completed(enriched(completed.response())));
            return;
        }
        if (firstVisible == null && isVisible(event)) {
            firstVisible = elapsed();
        }
        ready.add(event);
    }

    private ChatResponse enriched(ChatResponse response) {
        ChatResponse.Builder builder = response.toBuilder().provider(info.provider());
        if (response.model().isEmpty()) {
            builder.model(info.model());
        }
        Duration total = elapsed();
        if (total != null) {
            builder.timings(new Timings(total, firstVisible));
        }
        Opened answer = opened;
        if (answer != null) {
            builder.requestId(answer.requestId());
            builder.rateLimits(answer.rateLimits());
            if (!answer.warnings().isEmpty()) {
                List<Warning> warnings = new ArrayList<>(answer.warnings());
                warnings.addAll(response.warnings());
                builder.warnings(warnings);
            }
        }
        return builder.build();
    }

    private LlmException explained(LlmException e) {
        Opened answer = opened;
        ErrorDetails.Builder details = ErrorOrigin.complete(
                        e.details().toBuilder(), e, info, answer == null ? null : answer.requestId())
                .outputBegun(outputBegun || e.outputBegun());
        if (e.partialResponse() == null && answer != null) {
            details.partialResponse(partial(answer.source(), e));
        }
        return e.withDetails(details.build());
    }

    private @Nullable ChatResponse partial(EventSource source, LlmException e) {
        try {
            ChatResponse partial = source.partial();
            return partial == null ? null : enriched(partial);
        } catch (RuntimeException unreadable) {
            // What ended the stream is what its reader must hear of.
            e.addSuppressed(Decoding.failure(unreadable));
            return null;
        }
    }

    private @Nullable Duration elapsed() {
        OpenCall current = call;
        return current == null ? null : current.guard.elapsed();
    }

    /** What a reader would see twice if the request were sent again. */
    private static boolean isVisible(ChatEvent event) {
        return !(event instanceof ChatEvent.UsageReported
                || event instanceof ChatEvent.Other
                || event instanceof ChatEvent.Completed);
    }

    private void release() {
        OpenCall current = call;
        if (current != null) {
            current.release();
        }
    }

    /** Leaves the body to the thread that reads it, if any: it fails at once and gives everything back. */
    @Override
    protected void abort() {
        aborted = true;
        OpenCall current = call;
        if (current != null) {
            current.guard.abort();
            if (!reading) {
                current.release();
            }
        }
    }
}
