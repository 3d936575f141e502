package dev.portolan.routing.shadow;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.LlmException;
import dev.portolan.routing.internal.OpeningChatStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A stream of the source, untouched; its end is handed to the mirror, once. */
final class ShadowedStream extends OpeningChatStream {

    private final Mirror mirror;
    private final ChatRequest request;
    private final CallContext context;
    private final LongSupplier nanoClock;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private long startedNanos;
    private @Nullable Duration first;

    ShadowedStream(Supplier<ChatStream> source, Mirror mirror, ChatRequest request, CallContext context) {
        super(source);
        this.mirror = mirror;
        this.request = request;
        this.context = context;
        this.nanoClock = mirror.nanoClock();
    }

    @Override
    protected ChatEvent pull() {
        if (begun.compareAndSet(false, true)) {
            mirror.tally().sampled.increment();
            startedNanos = nanoClock.getAsLong();
        }
        boolean going = false;
        try {
            ChatEvent event = nextOfInner();
            if (event instanceof ChatEvent.Completed completed) {
                end(CallEnd.answered(completed.response(), since(), first));
            } else if (first == null && !(event instanceof ChatEvent.UsageReported)) {
                first = since();
            }
            going = true;
            return event;
        } catch (LlmException e) {
            end(CallEnd.failed(e, since()));
            throw e;
        } finally {
            if (!going && ended.compareAndSet(false, true)) {
                mirror.tally().notCompared(NotCompared.DEFECT);
            }
        }
    }

    private void end(CallEnd end) {
        if (ended.compareAndSet(false, true)) {
            mirror.ended(request, context, true, end);
        }
    }

    private Duration since() {
        return Duration.ofNanos(nanoClock.getAsLong() - startedNanos);
    }

    @Override
    protected void abort() {
        if (begun.get() && ended.compareAndSet(false, true)) {
            mirror.tally().notCompared(NotCompared.ABANDONED);
        }
        super.abort();
    }
}
