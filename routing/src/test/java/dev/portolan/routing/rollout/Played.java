package dev.portolan.routing.rollout;

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
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A model that answers with its name after a while, or fails as a test says. */
final class Played implements ChatModel {

    private final String name;
    private final SimulatedTime time;

    @Nullable
    ErrorKind failure;

    boolean failsAfterOutput;
    String answer;
    Duration takes = Duration.ofMillis(100);
    int calls;

    Played(String name, SimulatedTime time) {
        this.name = name;
        this.time = time;
        this.answer = name;
    }

    LlmException error(ErrorKind kind) {
        return ErrorDetails.builder("it went wrong")
                .provider("acme")
                .model(name)
                .toException(kind);
    }

    ChatResponse response() {
        return ChatResponse.builder()
                .provider("acme")
                .model(name)
                .message(Message.assistant(answer))
                .finishReason(new FinishReason(FinishReason.Kind.STOP, "stop"))
                .usage(Usage.of(1000, 500))
                .build();
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context) {
        calls++;
        time.pass(takes);
        if (failure != null) {
            throw error(failure);
        }
        return response();
    }

    @Override
    public ChatStream stream(ChatRequest request, CallContext context) {
        Deque<Object> events = new ArrayDeque<>();
        if (failure == null || failsAfterOutput) {
            events.addAll(List.of(new ChatEvent.TextDelta(answer, 0)));
        }
        events.add(failure == null ? new ChatEvent.Completed(response()) : error(failure));
        return new ChatStream() {
            private boolean begun;

            @Override
            protected ChatEvent pull() {
                if (!begun) {
                    begun = true;
                    calls++;
                }
                time.pass(takes);
                Object next = events.remove();
                if (next instanceof RuntimeException e) {
                    throw e;
                }
                return (ChatEvent) next;
            }

            @Override
            protected void abort() {
                events.clear();
            }
        };
    }

    @Override
    public ModelInfo info() {
        return ModelInfo.builder("acme", name).build();
    }
}
