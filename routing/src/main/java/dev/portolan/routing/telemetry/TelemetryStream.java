package dev.portolan.routing.telemetry;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.LlmException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A stream that is told once, when it is over. */
final class TelemetryStream extends ChatStream {

    private final Supplier<ChatStream> source;
    private final Supplier<TelemetryModel.OpenCall> begin;
    private final AtomicReference<TelemetryModel.@Nullable OpenCall> call = new AtomicReference<>();
    private volatile @Nullable ChatStream current;
    private volatile boolean aborted;

    TelemetryStream(Supplier<ChatStream> source, Supplier<TelemetryModel.OpenCall> begin) {
        this.source = source;
        this.begin = begin;
    }

    @Override
    protected ChatEvent pull() {
        try {
            ChatEvent event = open().next();
            if (event == null) {
                throw new IllegalStateException("The inner stream was closed by somebody else");
            }
            if (event instanceof ChatEvent.Completed completed) {
                TelemetryModel.OpenCall ended = call.getAndSet(null);
                if (ended != null) {
                    ended.end(completed.response(), null);
                }
            } else if (!(event instanceof ChatEvent.UsageReported)) {
                TelemetryModel.OpenCall open = call.get();
                if (open != null) {
                    open.seen();
                }
            }
            return event;
        } catch (LlmException e) {
            TelemetryModel.OpenCall ended = call.getAndSet(null);
            if (ended != null) {
                ended.end(null, e);
            }
            throw e;
        }
    }

    private ChatStream open() {
        ChatStream stream = current;
        if (stream == null) {
            call.set(begin.get());
            stream = source.get();
            current = stream;
            if (aborted) {
                // Closed while it was opened: whoever closed could not see it yet.
                stream.close();
            }
        }
        return stream;
    }

    @Override
    protected void abort() {
        aborted = true;
        ChatStream stream = current;
        if (stream != null) {
            stream.close();
        }
        TelemetryModel.OpenCall left = call.getAndSet(null);
        if (left != null) {
            left.end(null, null);
        }
    }
}
