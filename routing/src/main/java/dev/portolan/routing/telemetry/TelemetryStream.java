package dev.portolan.routing.telemetry;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.LlmException;
import dev.portolan.routing.internal.OpeningChatStream;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A stream that is told once, when it is over. */
final class TelemetryStream extends OpeningChatStream {

    private final Supplier<TelemetryModel.OpenCall> begin;
    private final AtomicReference<TelemetryModel.@Nullable OpenCall> call = new AtomicReference<>();

    TelemetryStream(Supplier<ChatStream> source, Supplier<TelemetryModel.OpenCall> begin) {
        super(source);
        this.begin = begin;
    }

    @Override
    protected ChatEvent pull() {
        if (!opened()) {
            call.set(begin.get());
        }
        try {
            ChatEvent event = nextOfInner();
            if (event instanceof ChatEvent.Completed completed) {
                end(completed.response(), null);
            } else if (!(event instanceof ChatEvent.UsageReported)) {
                TelemetryModel.OpenCall open = call.get();
                if (open != null) {
                    open.seen();
                }
            }
            return event;
        } catch (LlmException e) {
            end(null, e);
            throw e;
        }
    }

    private void end(@Nullable ChatResponse response, @Nullable LlmException error) {
        TelemetryModel.OpenCall ended = call.getAndSet(null);
        if (ended != null) {
            ended.end(response, error);
        }
    }

    @Override
    protected void abort() {
        super.abort();
        end(null, null);
    }
}
