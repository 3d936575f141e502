package dev.portolan.routing.budget;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Usage;
import dev.portolan.error.LlmException;
import dev.portolan.routing.internal.OpeningChatStream;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A stream that reserves before it begins, and counts what it cost when it ends, in whatever way. */
final class BudgetedChatStream extends OpeningChatStream {

    private final Supplier<@Nullable Hold> reserve;
    private volatile @Nullable Hold hold;
    private volatile boolean aborted;
    private volatile Usage told = Usage.UNKNOWN;
    private final AtomicLong seen = new AtomicLong();

    BudgetedChatStream(Supplier<ChatStream> source, Supplier<@Nullable Hold> reserve) {
        super(source);
        this.reserve = reserve;
    }

    @Override
    protected ChatEvent pull() {
        if (!opened()) {
            hold = reserve.get();
            if (aborted) {
                settleAborted();
                throw new IllegalStateException("The stream was closed");
            }
        }
        try {
            ChatEvent event = nextOfInner();
            note(event);
            return event;
        } catch (LlmException e) {
            Hold held = hold;
            if (held != null && seen.get() > 0) {
                held.broke(e, told, seen.get());
            } else if (held != null) {
                held.failed(e);
            }
            throw e;
        }
    }

    private void note(ChatEvent event) {
        Hold held = hold;
        if (event instanceof ChatEvent.Completed completed) {
            if (held != null) {
                held.answered(completed.response());
            }
        } else if (event instanceof ChatEvent.UsageReported reported) {
            told = reported.usage();
        } else {
            seen.addAndGet(tokens(event));
        }
    }

    /** An estimate, rather too high: each piece that comes is a token or more. */
    private static long tokens(ChatEvent event) {
        String text = "";
        if (event instanceof ChatEvent.TextDelta delta) {
            text = delta.text();
        } else if (event instanceof ChatEvent.ReasoningDelta delta) {
            text = delta.text();
        } else if (event instanceof ChatEvent.ToolCallDelta delta) {
            text = delta.argumentsDelta();
        } else if (event instanceof ChatEvent.ToolCallCompleted) {
            return 0;
        }
        return Math.max(1, InputTokens.of(text));
    }

    @Override
    protected void abort() {
        aborted = true;
        super.abort();
        settleAborted();
    }

    /** By what had come; nothing where it was not sent. */
    private void settleAborted() {
        Hold held = hold;
        if (held != null && opened()) {
            held.ended(told, seen.get());
        } else if (held != null) {
            held.release();
        }
    }
}
