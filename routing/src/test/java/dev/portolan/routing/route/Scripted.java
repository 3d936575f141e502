package dev.portolan.routing.route;

import dev.portolan.chat.AttemptBudget;
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
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/** A model that does what a test wrote down, one thing for each call; a list is a stream's events and end. */
final class Scripted implements ChatModel {

    final List<CallContext> contexts = new ArrayList<>();
    private final Deque<Object> script = new ArrayDeque<>();
    private final ModelInfo info;

    Scripted(String model) {
        this(ModelInfo.builder("acme", model).build());
    }

    Scripted(ModelInfo info) {
        this.info = info;
    }

    Scripted then(Object... outcomes) {
        script.addAll(List.of(outcomes));
        return this;
    }

    ChatResponse answer(String text) {
        return answer(text, FinishReason.Kind.STOP);
    }

    ChatResponse answer(String text, FinishReason.Kind end) {
        return ChatResponse.builder()
                .provider(info.provider())
                .model(info.model())
                .message(Message.assistant(text))
                .finishReason(new FinishReason(end, end.name()))
                .usage(Usage.of(12, 5))
                .build();
    }

    static LlmException error(ErrorKind kind) {
        return ErrorDetails.builder("it went wrong")
                .provider("acme")
                .status(500)
                .toException(kind);
    }

    static LlmException error(ErrorKind kind, Duration retryAfter) {
        return ErrorDetails.builder("it went wrong").retryAfter(retryAfter).toException(kind);
    }

    static ChatEvent text(String text) {
        return new ChatEvent.TextDelta(text, 0);
    }

    /** Uses up attempts as a retry decorator inside would. */
    static Runnable sends(CallContext context, int times) {
        return () -> {
            AttemptBudget budget = Objects.requireNonNull(context.attemptBudget());
            for (int i = 0; i < times; i++) {
                budget.tryTake();
            }
        };
    }

    int calls() {
        return contexts.size();
    }

    private Object play(CallContext context) {
        contexts.add(context);
        Object outcome = script.remove();
        if (outcome instanceof Step step) {
            outcome = step.play(context);
        }
        if (outcome instanceof RuntimeException e) {
            throw e;
        }
        return outcome;
    }

    /** Something that happens in a call. */
    @FunctionalInterface
    interface Step {
        Object play(CallContext context);
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context) {
        return (ChatResponse) play(context);
    }

    @Override
    public ChatStream stream(ChatRequest request, CallContext context) {
        return new Steps((List<?>) play(context));
    }

    @Override
    public ModelInfo info() {
        return info;
    }

    private static final class Steps extends ChatStream {
        private final Deque<Object> steps;

        Steps(List<?> steps) {
            this.steps = new ArrayDeque<>(steps);
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
