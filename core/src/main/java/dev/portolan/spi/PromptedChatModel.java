package dev.portolan.spi;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Gap;
import dev.portolan.chat.TokenCounter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Chooses, before any decorator of a model sees a request, the variants of its prompts that are meant for that model. So recordings
 * and logs hold what is sent. Stands around each configured model, never around a router. Thread-safe.
 */
public final class PromptedChatModel extends ForwardingChatModel {

    private final ChatModel answering;

    /**
     * A model that is sent its own variants.
     *
     * @param decorated what is called
     * @param answering the model under the decorators, which prompts are chosen for
     */
    public PromptedChatModel(ChatModel decorated, ChatModel answering) {
        super(decorated);
        this.answering = Objects.requireNonNull(answering, "answering");
    }

    private ChatRequest chosen(ChatRequest request) {
        return request.prompts().isEmpty() ? request : request.forModel(answering.info());
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context) {
        ChatRequest chosen = chosen(request);
        return PromptedStream.tell(super.chat(chosen, context), chosen.prompts());
    }

    @Override
    public ChatStream stream(ChatRequest request, CallContext context) {
        ChatRequest chosen = chosen(request);
        return PromptedStream.around(super.stream(chosen, context), chosen.prompts());
    }

    @Override
    public List<Gap> check(ChatRequest request) {
        return super.check(chosen(request));
    }

    @Override
    public @Nullable TokenCounter tokenCounter() {
        TokenCounter counter = super.tokenCounter();
        return counter == null ? null : (request, context) -> counter.count(chosen(request), context);
    }

    @Override
    public String toString() {
        return delegate().toString();
    }
}
