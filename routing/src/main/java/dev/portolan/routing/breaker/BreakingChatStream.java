package dev.portolan.routing.breaker;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.LlmException;
import dev.portolan.routing.internal.OpeningChatStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A stream that asks the breaker before it begins, and tells it how it ended. */
final class BreakingChatStream extends OpeningChatStream {

    private final BreakingChatModel model;
    private final CallContext context;
    private volatile CircuitBreaker.@Nullable Permit permit;

    BreakingChatStream(BreakingChatModel model, Supplier<ChatStream> source, CallContext context) {
        super(source);
        this.model = model;
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
            ChatEvent event = nextOfInner();
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

    @Override
    protected void abort() {
        super.abort();
        CircuitBreaker.Permit held = permit;
        if (held != null) {
            held.ignored();
        }
    }
}
