package dev.portolan.tool;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatStream;

/** One answer of the model, whole or piece by piece. */
interface ModelAnswer extends AutoCloseable {

    /** The next step; the last one is {@link ChatEvent.Completed}. */
    ChatEvent next();

    /** Ends it early, from any thread. */
    @Override
    void close();

    /** Asks a model. */
    @FunctionalInterface
    interface Source {
        ModelAnswer ask(ChatModel model, ChatRequest request, CallContext context);
    }

    /** An answer that comes whole. */
    static ModelAnswer whole(ChatModel model, ChatRequest request, CallContext context) {
        return new ModelAnswer() {
            @Override
            public ChatEvent next() {
                return new ChatEvent.Completed(model.chat(request, context));
            }

            @Override
            public void close() {}
        };
    }

    /** An answer that comes piece by piece. */
    static ModelAnswer streamed(ChatModel model, ChatRequest request, CallContext context) {
        ChatStream stream = model.stream(request, context);
        return new ModelAnswer() {
            @Override
            public ChatEvent next() {
                ChatEvent event = stream.next();
                if (event == null) {
                    throw new IllegalStateException("The stream of the model was closed by somebody else");
                }
                return event;
            }

            @Override
            public void close() {
                stream.close();
            }
        };
    }
}
