package dev.portolan.spi;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Warning;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts a stream at stop sequences that the vendor does not know. Text that may be the beginning of one is held back until
 * more of its block comes or the stream ends.
 *
 * <p>After the cut nothing but the end is handed out. The rest of the answer is read on and dropped, so that the usage is
 * right, but no more than {@link #DROPPED_AT_MOST} characters of it: then the call is aborted, which spares its further
 * cost, and the usage stays unknown, with a warning. The same holds when the call fails behind the cut.
 */
final class StopCutStream extends ForwardingChatStream {

    /** Some two thousand tokens. */
    static final int DROPPED_AT_MOST = 8_192;

    private record Block(boolean reasoning, int number) {}

    private final StopCut cut;
    private final ModelInfo info;
    private final ChatStream source;
    private final Map<Block, StringBuilder> shown = new LinkedHashMap<>();
    private final Map<Integer, StringBuilder> held = new LinkedHashMap<>();
    private final Deque<ChatEvent> ready = new ArrayDeque<>();
    private boolean over;
    private int dropped;

    StopCutStream(ChatStream source, StopCut cut, ModelInfo info) {
        super(source);
        this.source = source;
        this.cut = cut;
        this.info = info;
    }

    @Override
    protected ChatEvent pull() {
        ChatEvent event = ready.poll();
        while (event == null) {
            read();
            event = ready.poll();
        }
        return event;
    }

    private void read() {
        try {
            take(super.pull());
        } catch (LlmException e) {
            if (!over || e.kind().equals(ErrorKind.CANCELLED)) {
                throw cut(e);
            }
            // All of the answer that was asked for had come; only its usage was waited for.
            ready.add(new ChatEvent.Completed(whatWasShown()));
        }
    }

    /** The partial answer of the vendor may go on behind the stop sequence. */
    private LlmException cut(LlmException e) {
        ChatResponse partial = e.partialResponse();
        return partial == null
                ? e
                : e.withDetails(e.details().toBuilder()
                        .partialResponse(cut.applyTo(partial))
                        .build());
    }

    private void take(ChatEvent event) {
        if (event instanceof ChatEvent.Completed completed) {
            releaseHeld();
            ready.add(new ChatEvent.Completed(cut.applyTo(completed.response())));
        } else if (event instanceof ChatEvent.UsageReported) {
            ready.add(event);
        } else if (over) {
            drop(event);
        } else if (event instanceof ChatEvent.TextDelta text) {
            search(text);
        } else {
            if (event instanceof ChatEvent.ReasoningDelta reasoning) {
                show(new Block(true, reasoning.block()), reasoning.text());
            }
            ready.add(event);
        }
    }

    private void search(ChatEvent.TextDelta delta) {
        StringBuilder text = held.computeIfAbsent(delta.block(), block -> new StringBuilder());
        text.append(delta.text());
        int at = cut.find(text, 0);
        if (at >= 0) {
            handOut(text.substring(0, at), delta.block());
            held.clear();
            over = true;
        } else {
            int whole = text.length() - cut.undecided(text);
            handOut(text.substring(0, whole), delta.block());
            text.delete(0, whole);
        }
    }

    private void releaseHeld() {
        held.forEach((block, text) -> handOut(text.toString(), block));
        held.clear();
    }

    private void handOut(String text, int block) {
        if (!text.isEmpty()) {
            show(new Block(false, block), text);
            ready.add(new ChatEvent.TextDelta(text, block));
        }
    }

    private void show(Block block, String text) {
        shown.computeIfAbsent(block, key -> new StringBuilder()).append(text);
    }

    private void drop(ChatEvent event) {
        dropped += length(event);
        if (dropped > DROPPED_AT_MOST) {
            source.close();
            ready.add(new ChatEvent.Completed(whatWasShown()));
        }
    }

    private static int length(ChatEvent event) {
        if (event instanceof ChatEvent.TextDelta text) {
            return text.text().length();
        }
        if (event instanceof ChatEvent.ReasoningDelta reasoning) {
            return reasoning.text().length();
        }
        return event instanceof ChatEvent.ToolCallDelta call
                ? call.argumentsDelta().length()
                : 0;
    }

    private ChatResponse whatWasShown() {
        List<Part> parts = new ArrayList<>();
        shown.forEach((block, text) ->
                parts.add(block.reasoning() ? new ReasoningPart(text.toString()) : new TextPart(text.toString())));
        return ChatResponse.builder()
                .provider(info.provider())
                .model(info.model())
                .message(new AssistantMessage(parts))
                .finishReason(FinishReason.of(FinishReason.Kind.STOP))
                .warnings(List.of(new Warning(
                        "usage-unknown",
                        "stop",
                        "The answer was cut at a stop sequence and its end not waited for, so its usage is unknown")))
                .build();
    }
}
