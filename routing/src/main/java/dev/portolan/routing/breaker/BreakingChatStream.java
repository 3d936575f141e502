package dev.portolan.routing.breaker;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.LlmException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A stream that asks the breaker before it begins, and tells it how it ended. */
final class BreakingChatStream extends ChatStream {

    private final BreakingChatModel model;
    private final Supplier<ChatStream> source;
    private final CallContext context;
    private volatile CircuitBreaker.@Nullable Permit permit;
    private volatile @Nullable ChatStream current;
    private volatile boolean aborted;

    BreakingChatStream(BreakingChatModel model, Supplier<ChatStream> source, CallContext context) {
        this.model = model;
        this.source = source;
        this.context = context;
    }

    @Override
    protected ChatEvent pull() {
        CircuitBreaker.Permit held = permit;
        if (held == null) {
            held = model.acquire();
            permit = held;
        }
        boolean going = false;
        try {
            ChatEvent event = open().next();
            if (event == null) {
                throw new IllegalStateException("The inner stream was closed by somebody else");
            }
            if (event instanceof ChatEvent.Completed) {
                held.succeeded();
            }
            going = true;
            return event;
        } catch (LlmException e) {
            BreakingChatModel.judge(held, e, context);
            throw e;
        } finally {
            if (!going) {
                held.ignored();
            }
        }
    }

    private ChatStream open() {
        ChatStream stream = current;
        if (stream == null) {
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
        CircuitBreaker.Permit held = permit;
        if (held != null) {
            held.ignored();
        }
    }
}
