package dev.portolan.routing.rollout;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.LlmException;
import dev.portolan.routing.internal.OpeningChatStream;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A stream of the side that was decided, with what the rollout has to say at its end. */
final class SidedStream extends OpeningChatStream {

    private final UnaryOperator<ChatResponse> end;
    private final UnaryOperator<LlmException> errors;

    SidedStream(Supplier<ChatStream> source, UnaryOperator<ChatResponse> end, UnaryOperator<LlmException> errors) {
        super(source);
        this.end = end;
        this.errors = errors;
    }

    @Override
    protected ChatEvent pull() {
        try {
            ChatEvent event = nextOfInner();
            return event instanceof ChatEvent.Completed completed
                    ? new ChatEvent.Completed(end.apply(completed.response()))
                    : event;
        } catch (LlmException e) {
            throw errors.apply(e);
        }
    }
}
