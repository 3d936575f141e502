package dev.portolan.spi.support;

import dev.portolan.chat.ModelInfo;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an opened stream holds on to. Apart from the stream, so that it outlives one that is dropped without being closed, and
 * gives everything back in its place.
 */
final class OpenCall {

    private static final Logger LOG = LoggerFactory.getLogger(WireStream.class);
    private static final Cleaner CLEANER = Cleaner.create();

    final CallGuard guard;
    volatile @Nullable Runnable closing;

    private final String model;
    private final AtomicBoolean released = new AtomicBoolean();
    private Cleaner.@Nullable Cleanable cleanable;

    private OpenCall(ModelInfo info, CallGuard guard) {
        this.model = info.provider() + "/" + info.model();
        this.guard = guard;
    }

    static OpenCall start(WireStream stream, ModelInfo info, CallGuard guard) {
        OpenCall call = new OpenCall(info, guard);
        call.cleanable = CLEANER.register(stream, call::reclaim);
        return call;
    }

    /** Gives everything back; the second time does nothing. Not while another thread reads the body. */
    void release() {
        if (released.compareAndSet(false, true)) {
            giveBack();
            Cleaner.Cleanable registered = cleanable;
            if (registered != null) {
                registered.clean();
            }
        }
    }

    private void giveBack() {
        Runnable given = closing;
        if (given != null) {
            given.run();
        }
        guard.close();
    }

    /** Called when the stream is gone. */
    private void reclaim() {
        if (released.compareAndSet(false, true)) {
            LOG.warn(
                    "A stream of {} was dropped without being closed; its connection has been reclaimed. Read streams to"
                            + " their end or close them, best with try (ChatStream stream = model.stream(...))",
                    model);
            guard.abort();
            giveBack();
        }
    }
}
