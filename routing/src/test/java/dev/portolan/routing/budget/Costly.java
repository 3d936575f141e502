package dev.portolan.routing.budget;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Message;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.ModelLimits;
import dev.portolan.chat.Usage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A model that answers with given tokens, or throws, or streams given events. */
final class Costly implements ChatModel {

    final AtomicInteger calls = new AtomicInteger();
    private final ModelInfo info;
    private Supplier<ChatResponse> answers;
    private List<?> events = List.of();

    Costly(String model) {
        this(ModelInfo.builder("acme", model)
                .limits(new ModelLimits(null, 1000, null, null, null, null))
                .build());
    }

    Costly(ModelInfo info) {
        this.info = info;
        this.answers = () -> response(Usage.of(10, 100));
    }

    Costly answering(Supplier<ChatResponse> what) {
        this.answers = what;
        return this;
    }

    Costly using(long input, long output) {
        return answering(() -> response(Usage.of(input, output)));
    }

    Costly failing(Supplier<? extends RuntimeException> what) {
        return answering(() -> {
            throw what.get();
        });
    }

    /** A response is the end, an exception is thrown. */
    Costly streaming(Object... steps) {
        this.events = List.of(steps);
        return this;
    }

    ChatResponse response(Usage usage) {
        return ChatResponse.builder()
                .provider(info.provider())
                .model(info.model())
                .message(Message.assistant("Hi"))
                .usage(usage)
                .build();
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context) {
        calls.incrementAndGet();
        return answers.get();
    }

    @Override
    public ChatStream stream(ChatRequest request, CallContext context) {
        calls.incrementAndGet();
        return new Steps(new ArrayDeque<>(events));
    }

    @Override
    public ModelInfo info() {
        return info;
    }

    private static final class Steps extends ChatStream {
        private final Deque<Object> steps;

        Steps(Deque<Object> steps) {
            this.steps = steps;
        }

        @Override
        protected ChatEvent pull() {
            Object step = steps.remove();
            if (step instanceof RuntimeException e) {
                throw e;
            }
            return step instanceof ChatResponse response ? new ChatEvent.Completed(response) : (ChatEvent) step;
        }

        @Override
        protected void abort() {
            steps.clear();
        }
    }
}
