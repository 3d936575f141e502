package dev.portolan.routing.route;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.routing.internal.Blame;
import dev.portolan.spi.ForwardingChatModel;
import java.util.function.LongSupplier;

/** A target that keeps account of how it is doing. */
final class MeteredModel extends ForwardingChatModel {

    private final TargetLoad load;
    private final LongSupplier nanoClock;

    MeteredModel(ChatModel delegate, TargetLoad load, LongSupplier nanoClock) {
        super(delegate);
        this.load = load;
        this.nanoClock = nanoClock;
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context) {
        long began = nanoClock.getAsLong();
        load.begin();
        try {
            ChatResponse response = delegate().chat(request, context);
            long now = nanoClock.getAsLong();
            load.answered(false, now - began, now);
            return response;
        } catch (LlmException e) {
            failed(e, context);
            throw e;
        } finally {
            load.end();
        }
    }

    @Override
    public ChatStream stream(ChatRequest request, CallContext context) {
        return new MeteredStream(this, () -> delegate().stream(request, context), context);
    }

    TargetLoad load() {
        return load;
    }

    long now() {
        return nanoClock.getAsLong();
    }

    void failed(LlmException error, CallContext context) {
        if (error.kind().equals(ErrorKind.CIRCUIT_OPEN) || Blame.ofTheModel(error, context)) {
            load.failed(error, nanoClock.getAsLong());
        }
    }
}
