package dev.portolan.routing.limit;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.LlmException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A stream that waits for its turn before it begins. */
final class LimitedChatStream extends ChatStream {

    private final LimitedChatModel model;
    private final ChatRequest request;
    private final CallContext context;
    private final Supplier<ChatStream> source;
    private final CountDownLatch wake = new CountDownLatch(1);
    private volatile @Nullable ChatStream current;
    private volatile boolean aborted;
    private long reserved;

    LimitedChatStream(LimitedChatModel model, ChatRequest request, CallContext context, Supplier<ChatStream> source) {
        this.model = model;
        this.request = request;
        this.context = context;
        this.source = source;
    }

    @Override
    protected ChatEvent pull() {
        ChatStream stream = current;
        if (stream == null) {
            reserved = model.await(request, context, wake);
            stream = open();
        }
        try {
            ChatEvent event = stream.next();
            if (event == null) {
                throw new IllegalStateException("The inner stream was closed by somebody else");
            }
            if (event instanceof ChatEvent.Completed completed) {
                model.answered(reserved, completed.response());
            }
            return event;
        } catch (LlmException e) {
            model.failed(reserved, e);
            throw e;
        }
    }

    private ChatStream open() {
        ChatStream stream = source.get();
        current = stream;
        if (aborted) {
            // Closed while it was opened: whoever closed could not see it yet.
            stream.close();
        }
        return stream;
    }

    @Override
    protected void abort() {
        aborted = true;
        wake.countDown();
        ChatStream stream = current;
        if (stream != null) {
            stream.close();
        }
    }
}
