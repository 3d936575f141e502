package dev.portolan.example.echo;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.TextPart;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderChatModel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Step 5: the model. The base class fills in the defaults of the configuration, keeps deadlines, and compares each request with
 * what the model can: what does not fit is left out with a warning or refused, as the user chose. Left to do is to send.
 */
final class EchoChatModel extends ProviderChatModel {

    private static final Set<Capability> CAN = Set.of(Capability.STREAMING, Capability.SYSTEM_MESSAGES);

    private final String prefix;

    EchoChatModel(String prefix, ModelSettings settings) {
        super(describe(settings), settings);
        this.prefix = prefix;
    }

    /** What is not stated counts as possible, so an honest provider states what it cannot do. The user's word goes last. */
    private static ModelInfo describe(ModelSettings settings) {
        ModelInfo.Builder info = ModelInfo.builder("echo", settings.model());
        List.of(Capability.values()).forEach(one -> info.capability(one, CAN.contains(one)));
        settings.capabilities().forEach(info::capability);
        return info.limits(settings.limits()).build();
    }

    /** A real provider turns the request into its wire form here, sends it, and turns what comes back into a response. */
    @Override
    protected ChatResponse send(ChatRequest request, CallContext context) {
        String said = request.messages().get(request.messages().size() - 1).text();
        return ChatResponse.builder()
                .message(new AssistantMessage(List.of(new TextPart(prefix + " " + said))))
                .finishReason(FinishReason.of(FinishReason.Kind.STOP))
                .provider(info().provider())
                .model(info().model())
                .build();
    }

    /** Step 6: the same in pieces. Opening sends nothing: a real provider sends on the first pull. */
    @Override
    protected ChatStream open(ChatRequest request, CallContext context) {
        return new EchoStream(send(request, context));
    }

    /** Gives one event for each pull; the last is {@code Completed}. The base class keeps all other promises of a stream. */
    private static final class EchoStream extends ChatStream {

        private final Deque<ChatEvent> events = new ArrayDeque<>();

        EchoStream(ChatResponse response) {
            List.of(response.text().split("(?= )", -1)).forEach(word -> events.add(new ChatEvent.TextDelta(word, 0)));
            events.add(new ChatEvent.Completed(response));
        }

        @Override
        protected ChatEvent pull() {
            return events.remove();
        }

        /** A real provider cancels its call here, from whatever thread; this one holds nothing. */
        @Override
        protected void abort() {}
    }
}
