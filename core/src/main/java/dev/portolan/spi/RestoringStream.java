package dev.portolan.spi;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.LlmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Brings what completes a stream back into the words of the original schemas; deltas stay as the wire wrote them. Where the answer
 * comes as the arguments of a tool, they are handed out as text, and text that came before them is not.
 */
final class RestoringStream extends ForwardingChatStream {

    private final FittedRequest fitted;
    private final boolean byTool;
    private final Deque<ChatEvent> ready = new ArrayDeque<>();
    private final List<ChatEvent> heldText = new ArrayList<>();
    private final Map<Integer, List<ChatEvent.ToolCallDelta>> nameless = new HashMap<>();
    private final Set<Integer> answerBlocks = new HashSet<>();
    private final Set<Integer> otherBlocks = new HashSet<>();

    RestoringStream(ChatStream source, FittedRequest fitted) {
        super(source);
        this.fitted = fitted;
        this.byTool = fitted.answer() != null && fitted.answer().tool() != null;
    }

    @Override
    protected ChatEvent pull() {
        ChatEvent event = ready.poll();
        while (event == null) {
            take(next(super::pull));
            event = ready.poll();
        }
        return event;
    }

    private ChatEvent next(Supplier<ChatEvent> source) {
        try {
            return source.get();
        } catch (LlmException e) {
            ChatResponse partial = e.partialResponse();
            throw partial == null
                    ? e
                    : e.withDetails(e.details().toBuilder()
                            .partialResponse(fitted.restored(partial))
                            .build());
        }
    }

    private void take(ChatEvent event) {
        if (event instanceof ChatEvent.Completed completed) {
            releaseText();
            nameless.values().forEach(ready::addAll);
            ready.add(new ChatEvent.Completed(fitted.restored(completed.response())));
        } else if (event instanceof ChatEvent.ToolCallCompleted completed) {
            if (!fitted.isAnswer(completed.call())) {
                fitted.unwrapped(completed.call())
                        .forEach(call -> ready.add(new ChatEvent.ToolCallCompleted(call, completed.block())));
            }
        } else if (byTool && event instanceof ChatEvent.TextDelta) {
            if (answerBlocks.isEmpty()) {
                heldText.add(event);
            }
        } else if (byTool && event instanceof ChatEvent.ToolCallDelta delta) {
            call(delta);
        } else {
            ready.add(event);
        }
    }

    private void call(ChatEvent.ToolCallDelta delta) {
        if (answerBlocks.contains(delta.block())) {
            answer(delta);
        } else if (otherBlocks.contains(delta.block())) {
            ready.add(delta);
        } else if (delta.name() == null) {
            nameless.computeIfAbsent(delta.block(), block -> new ArrayList<>()).add(delta);
        } else if (fitted.isAnswer(delta.name())) {
            answerBlocks.add(delta.block());
            heldText.clear();
            List<ChatEvent.ToolCallDelta> before = nameless.remove(delta.block());
            if (before != null) {
                before.forEach(this::answer);
            }
            answer(delta);
        } else {
            otherBlocks.add(delta.block());
            List<ChatEvent.ToolCallDelta> before = nameless.remove(delta.block());
            if (before != null) {
                ready.addAll(before);
            }
            ready.add(delta);
        }
    }

    private void answer(ChatEvent.ToolCallDelta delta) {
        if (!delta.argumentsDelta().isEmpty()) {
            ready.add(new ChatEvent.TextDelta(delta.argumentsDelta(), delta.block()));
        }
    }

    private void releaseText() {
        if (answerBlocks.isEmpty()) {
            ready.addAll(heldText);
        }
        heldText.clear();
    }
}
