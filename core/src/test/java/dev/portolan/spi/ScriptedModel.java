package dev.portolan.spi;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Message;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Usage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A model that does what a test wrote down: each call takes the next thing; a stream hands out the next list of things. */
public final class ScriptedModel implements ChatModel {

    public final List<ChatRequest> requests = new ArrayList<>();
    public final List<CallContext> contexts = new ArrayList<>();
    public final List<ScriptedStream> streams = new ArrayList<>();
    private final ModelInfo info;
    private final Deque<Object> calls = new ArrayDeque<>();

    public ScriptedModel() {
        this(ModelInfo.builder("acme", "large-1").build());
    }

    public ScriptedModel(ModelInfo info) {
        this.info = info;
    }

    /** The next call gives this response, or throws this exception. */
    public ScriptedModel then(Object outcome) {
        calls.add(outcome);
        return this;
    }

    /** The next stream gives these events, then throws or completes with what is last. */
    public ScriptedModel thenStream(Object... steps) {
        calls.add(List.of(steps));
        return this;
    }

    public static ChatResponse answer(String text) {
        return ChatResponse.builder()
                .provider("acme")
                .model("large-1-0801")
                .message(Message.assistant(text))
                .finishReason(new FinishReason(FinishReason.Kind.STOP, "stop"))
                .usage(Usage.of(12, 5))
                .requestId("req_7")
                .build();
    }

    public static ChatEvent text(String text) {
        return new ChatEvent.TextDelta(text, 0);
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context) {
        requests.add(request);
        contexts.add(context);
        Object outcome = calls.remove();
        if (outcome instanceof RuntimeException e) {
            throw e;
        }
        return (ChatResponse) outcome;
    }

    @Override
    public ChatStream stream(ChatRequest request, CallContext context) {
        requests.add(request);
        contexts.add(context);
        Object outcome = calls.remove();
        if (outcome instanceof RuntimeException e) {
            throw e;
        }
        ScriptedStream stream = new ScriptedStream((List<?>) outcome);
        streams.add(stream);
        return stream;
    }

    @Override
    public ModelInfo info() {
        return info;
    }

    /** Hands out what a test wrote down. */
    public static final class ScriptedStream extends ChatStream {

        public volatile int aborts;
        private final Deque<Object> steps;

        public ScriptedStream(List<?> steps) {
            this.steps = new ArrayDeque<>(steps);
        }

        @Override
        protected ChatEvent pull() {
            Object step = steps.remove();
            if (step instanceof RuntimeException e) {
                throw e;
            }
            if (step instanceof Runnable action) {
                action.run();
                return pull();
            }
            return step instanceof ChatResponse response ? new ChatEvent.Completed(response) : (ChatEvent) step;
        }

        @Override
        protected void abort() {
            aborts++;
        }
    }
}
