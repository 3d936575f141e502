package dev.portolan.routing.route;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.LlmException;
import dev.portolan.routing.internal.OpeningChatStream;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A stream that is under way from its first pull to its end, its close, or, when it is dropped, until it is garbage-collected. */
final class MeteredStream extends OpeningChatStream {

    private static final Cleaner CLEANER = Cleaner.create();

    private final MeteredModel model;
    private final CallContext context;
    private final AtomicReference<Cleaner.@Nullable Cleanable> underWay = new AtomicReference<>();
    private long began;
    private boolean seen;

    MeteredStream(MeteredModel model, Supplier<ChatStream> source, CallContext context) {
        super(source);
        this.model = model;
        this.context = context;
    }

    @Override
    protected ChatEvent pull() {
        if (!opened()) {
            began = model.now();
            TargetLoad load = model.load();
            load.begin();
            underWay.set(CLEANER.register(this, load::end)); // the load does not hold the stream: it can be collected
        }
        boolean going = false;
        try {
            ChatEvent event = nextOfInner();
            if (!seen && !(event instanceof ChatEvent.UsageReported)) {
                seen = true;
                long now = model.now();
                model.load().answered(true, now - began, now);
            }
            going = !(event instanceof ChatEvent.Completed);
            return event;
        } catch (LlmException e) {
            model.failed(e, context);
            throw e;
        } finally {
            if (!going) {
                end();
            }
        }
    }

    private void end() {
        Cleaner.Cleanable held = underWay.getAndSet(null);
        if (held != null) {
            held.clean();
        }
    }

    @Override
    protected void abort() {
        super.abort();
        end();
    }
}
