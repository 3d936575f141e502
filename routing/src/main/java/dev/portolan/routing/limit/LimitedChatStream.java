package dev.portolan.routing.limit;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.LlmException;
import dev.portolan.routing.internal.OpeningChatStream;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** A stream that waits for its turn before it begins. */
final class LimitedChatStream extends OpeningChatStream {

    private final LimitedChatModel model;
    private final ChatRequest request;
    private final CallContext context;
    private final CountDownLatch wake = new CountDownLatch(1);
    private long reserved;

    LimitedChatStream(LimitedChatModel model, ChatRequest request, CallContext context, Supplier<ChatStream> source) {
        super(source);
        this.model = model;
        this.request = request;
        this.context = context;
    }

    @Override
    protected ChatEvent pull() {
        if (!opened()) {
            reserved = model.await(request, context, wake);
        }
        try {
            ChatEvent event = nextOfInner();
            if (event instanceof ChatEvent.Completed completed) {
                model.answered(reserved, completed.response());
            }
            return event;
        } catch (LlmException e) {
            model.failed(reserved, e);
            throw e;
        }
    }

    @Override
    protected void abort() {
        wake.countDown();
        super.abort();
    }
}
