package dev.portolan.config.internal;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Gap;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.TokenCounter;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The handle of a named model: each call runs on the generation that is in force when it starts, and holds it till its end. */
final class LeasedChatModel implements ChatModel {

    private final String name;
    private final Supplier<Lease> leases;

    LeasedChatModel(String name, Supplier<Lease> leases) {
        this.name = name;
        this.leases = leases;
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context) {
        return call(model -> model.chat(request, context));
    }

    @Override
    public ChatStream stream(ChatRequest request, CallContext context) {
        Lease lease = leases.get();
        boolean handedOver = false;
        try {
            ChatStream stream = lease.generation().chatModel(name).stream(request, context);
            ChatStream leased = new LeasedChatStream(stream, lease);
            handedOver = true;
            return leased;
        } finally {
            if (!handedOver) {
                lease.run();
            }
        }
    }

    @Override
    public ModelInfo info() {
        return call(ChatModel::info);
    }

    @Override
    public List<Gap> check(ChatRequest request) {
        return call(model -> model.check(request));
    }

    @Override
    public @Nullable TokenCounter tokenCounter() {
        boolean counts = call(model -> model.tokenCounter() != null);
        return counts ? this::count : null;
    }

    private long count(ChatRequest request, CallContext context) {
        return call(model -> {
            TokenCounter counter = model.tokenCounter();
            if (counter == null) {
                throw LlmException.of(
                        ErrorKind.UNSUPPORTED_FEATURE,
                        ErrorDetails.builder("The model that now stands behind \"" + name + "\" counts no tokens")
                                .build(),
                        null);
            }
            return counter.count(request, context);
        });
    }

    private <T> T call(Function<ChatModel, T> what) {
        Lease lease = leases.get();
        try {
            return what.apply(lease.generation().chatModel(name));
        } finally {
            lease.run();
        }
    }

    @Override
    public String toString() {
        return "ChatModel[" + name + "]";
    }
}
