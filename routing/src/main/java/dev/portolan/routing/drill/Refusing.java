package dev.portolan.routing.drill;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.routing.internal.OpeningChatStream;
import dev.portolan.spi.ForwardingChatModel;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A model that refuses, before anything is sent, the calls of a drill that are meant to fail; all others pass. */
final class Refusing extends ForwardingChatModel {

    /** Which request of a drill a call is; the name of a tag. */
    static final String CALL = "portolan-drill";

    /** Which targets refuse it, with commas; the name of a tag. */
    static final String FAILING = "portolan-drill-failing";

    private final String name;
    private final BiConsumer<String, String> answers;

    /** Around a model; hears of answers by call and name. */
    Refusing(ChatModel delegate, String name, BiConsumer<String, String> answers) {
        super(delegate);
        this.name = name;
        this.answers = answers;
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context) {
        LlmException refusal = refusal(context);
        if (refusal != null) {
            throw refusal;
        }
        ChatResponse response = delegate().chat(request, context);
        answered(context);
        return response;
    }

    @Override
    public ChatStream stream(ChatRequest request, CallContext context) {
        if (context.tags().get(CALL) == null) {
            return delegate().stream(request, context);
        }
        return new Watched(
                () -> {
                    LlmException refusal = refusal(context);
                    if (refusal != null) {
                        throw refusal;
                    }
                    return delegate().stream(request, context);
                },
                () -> answered(context));
    }

    private @Nullable LlmException refusal(CallContext context) {
        String failing = context.tags().get(FAILING);
        if (failing == null || !Set.copyOf(List.of(failing.split(","))).contains(name)) {
            return null;
        }
        return ErrorDetails.builder("a drill makes " + name + " fail; nothing was sent")
                .provider(info().provider())
                .model(info().model())
                .retryable(false)
                .toException(ErrorKind.UNAVAILABLE);
    }

    private void answered(CallContext context) {
        String call = context.tags().get(CALL);
        if (call != null) {
            answers.accept(call, name);
        }
    }

    private static final class Watched extends OpeningChatStream {
        private final Runnable whole;

        Watched(Supplier<ChatStream> source, Runnable whole) {
            super(source);
            this.whole = whole;
        }

        @Override
        protected ChatEvent pull() {
            ChatEvent event = nextOfInner();
            if (event instanceof ChatEvent.Completed) {
                whole.run();
            }
            return event;
        }
    }
}
