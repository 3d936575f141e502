package dev.portolan.spi;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Gap;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.TokenCounter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Base of decorators: hands every call on to another model. Subclasses override what they change. */
public abstract class ForwardingChatModel implements ChatModel {

    private final ChatModel delegate;

    /**
     * A decorator around a model.
     *
     * @param delegate the model that is called
     */
    protected ForwardingChatModel(ChatModel delegate) {
        this.delegate = Objects.requireNonNull(delegate, "delegate");
    }

    /**
     * The model that is called.
     *
     * @return the model
     */
    protected final ChatModel delegate() {
        return delegate;
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context) {
        return delegate.chat(request, context);
    }

    @Override
    public ChatStream stream(ChatRequest request, CallContext context) {
        return delegate.stream(request, context);
    }

    @Override
    public ModelInfo info() {
        return delegate.info();
    }

    @Override
    public List<Gap> check(ChatRequest request) {
        return delegate.check(request);
    }

    @Override
    public @Nullable TokenCounter tokenCounter() {
        return delegate.tokenCounter();
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + delegate + "]";
    }
}
