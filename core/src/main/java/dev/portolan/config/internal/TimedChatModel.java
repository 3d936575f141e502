package dev.portolan.config.internal;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.spi.ForwardingChatModel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Gives each call that has no deadline the model's own, outside of all decorators, so that it spans every attempt. */
final class TimedChatModel extends ForwardingChatModel {

    private final Duration timeout;

    private TimedChatModel(ChatModel delegate, Duration timeout) {
        super(delegate);
        this.timeout = timeout;
    }

    static ChatModel around(ChatModel model, @Nullable Duration timeout) {
        return timeout == null ? model : new TimedChatModel(model, timeout);
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context) {
        return super.chat(request, limited(context));
    }

    @Override
    public ChatStream stream(ChatRequest request, CallContext context) {
        return super.stream(request, limited(context));
    }

    private CallContext limited(CallContext context) {
        return context.deadline() != null
                ? context
                : context.toBuilder().timeout(timeout).build();
    }
}
