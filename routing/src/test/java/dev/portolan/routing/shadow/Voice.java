package dev.portolan.routing.shadow;

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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.BiFunction;

/** A model that says what a function makes of the request; what it was called with is kept. */
final class Voice implements ChatModel {

    final List<CallContext> contexts = Collections.synchronizedList(new ArrayList<>());
    final List<ChatRequest> requests = Collections.synchronizedList(new ArrayList<>());
    private final String model;
    private final BiFunction<ChatRequest, CallContext, ChatResponse> mind;

    Voice(String model, BiFunction<ChatRequest, CallContext, ChatResponse> mind) {
        this.model = model;
        this.mind = mind;
    }

    static Voice saying(String model, String text) {
        return new Voice(model, (request, context) -> answer(model, text));
    }

    static Voice failing(String model, ErrorKind kind) {
        return new Voice(model, (request, context) -> {
            throw error(kind);
        });
    }

    static LlmException error(ErrorKind kind) {
        return ErrorDetails.builder("it went wrong").provider("acme").toException(kind);
    }

    static ChatResponse answer(String model, String text) {
        return answer(model, Message.assistant(text));
    }

    static ChatResponse answer(String model, dev.portolan.chat.AssistantMessage message) {
        return ChatResponse.builder()
                .provider("acme")
                .model(model)
                .message(message)
                .finishReason(new FinishReason(FinishReason.Kind.STOP, "stop"))
                .usage(Usage.of(1000, 500))
                .build();
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context) {
        contexts.add(context);
        requests.add(request);
        return mind.apply(request, context);
    }

    /** Each word is an event. */
    @Override
    public ChatStream stream(ChatRequest request, CallContext context) {
        return new ChatStream() {
            private final Deque<ChatEvent> events = new ArrayDeque<>();
            private boolean asked;

            @Override
            protected ChatEvent pull() {
                if (!asked) {
                    asked = true;
                    ChatResponse response = chat(request, context);
                    for (String word : response.text().split("(?<= )")) {
                        events.add(new ChatEvent.TextDelta(word, 0));
                    }
                    events.add(new ChatEvent.Completed(response));
                }
                return events.remove();
            }

            @Override
            protected void abort() {
                events.clear();
            }
        };
    }

    @Override
    public ModelInfo info() {
        return ModelInfo.builder("acme", model).build();
    }
}
