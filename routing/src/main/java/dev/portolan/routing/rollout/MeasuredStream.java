package dev.portolan.routing.rollout;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.LlmException;
import dev.portolan.routing.internal.OpeningChatStream;
import dev.portolan.routing.rollout.judge.CallOutcome;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A stream of one side, which is counted once, when it is over. */
final class MeasuredStream extends OpeningChatStream {

    private final Supplier<MeasuredModel.Open> begin;
    private final UnaryOperator<LlmException> errors;
    private final AtomicReference<MeasuredModel.@Nullable Open> call = new AtomicReference<>();

    MeasuredStream(
            Supplier<ChatStream> source, Supplier<MeasuredModel.Open> begin, UnaryOperator<LlmException> errors) {
        super(source);
        this.begin = begin;
        this.errors = errors;
    }

    @Override
    protected ChatEvent pull() {
        if (!opened()) {
            call.set(begin.get());
        }
        MeasuredModel.Open open = call.get();
        try {
            ChatEvent event = nextOfInner();
            if (open != null) {
                if (event instanceof ChatEvent.Completed completed) {
                    open.answered(completed.response());
                } else if (!(event instanceof ChatEvent.UsageReported)) {
                    open.seen();
                }
            }
            return event;
        } catch (LlmException e) {
            if (open != null) {
                open.failed(e);
            }
            throw errors.apply(e);
        }
    }

    @Override
    protected void abort() {
        super.abort();
        MeasuredModel.Open open = call.get();
        if (open != null) {
            open.left(CallOutcome.ABANDONED);
        }
    }
}
