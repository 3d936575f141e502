package dev.portolan.testkit.contract;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;

/** The two ways to ask. What holds for one holds for the other. */
enum Path {
    BLOCKING {
        @Override
        ChatResponse ask(ChatModel model, ChatRequest request, CallContext context) {
            return model.chat(request, context);
        }
    },
    STREAMING {
        @Override
        ChatResponse ask(ChatModel model, ChatRequest request, CallContext context) {
            try (ChatStream stream = model.stream(request, context)) {
                return stream.response();
            }
        }
    };

    abstract ChatResponse ask(ChatModel model, ChatRequest request, CallContext context);
}
