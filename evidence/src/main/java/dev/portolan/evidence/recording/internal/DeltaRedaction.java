package dev.portolan.evidence.recording.internal;

import dev.portolan.chat.ChatEvent;
import dev.portolan.evidence.recording.TimedEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Redacts the deltas of a stream block by block, since what must not be kept may lie across several of them. The clean text is
 * cut where it was cut before; within what was replaced, in proportion. Text deltas that have nothing left are left out.
 */
final class DeltaRedaction {

    private record Block(Class<?> type, int number) {}

    private final Redaction redaction;

    DeltaRedaction(Redaction redaction) {
        this.redaction = redaction;
    }

    List<TimedEvent> of(List<TimedEvent> events) {
        Map<Block, List<Integer>> blocks = new LinkedHashMap<>();
        List<@Nullable ChatEvent> clean = new ArrayList<>(events.size());
        for (int i = 0; i < events.size(); i++) {
            ChatEvent event = events.get(i).event();
            Block block = block(event);
            if (block == null) {
                clean.add(redaction.of(event));
            } else {
                clean.add(event);
                blocks.computeIfAbsent(block, any -> new ArrayList<>()).add(i);
            }
        }
        blocks.forEach((block, places) -> redact(places, clean));
        List<TimedEvent> kept = new ArrayList<>(events.size());
        for (int i = 0; i < events.size(); i++) {
            ChatEvent event = clean.get(i);
            if (event != null) {
                kept.add(new TimedEvent(events.get(i).after(), event));
            }
        }
        return kept;
    }

    private void redact(List<Integer> places, List<@Nullable ChatEvent> events) {
        StringBuilder whole = new StringBuilder();
        int[] ends = new int[places.size()];
        boolean json = false;
        for (int i = 0; i < ends.length; i++) {
            ChatEvent event = events.get(places.get(i));
            json |= event instanceof ChatEvent.ToolCallDelta;
            ends[i] = whole.append(piece(event)).length();
        }
        String before = whole.toString();
        String after = json ? redaction.json(before) : redaction.text(before);
        if (after.equals(before)) {
            return;
        }
        Cut cut = new Cut(before, after);
        int from = 0;
        for (int i = 0; i < ends.length; i++) {
            int to = i == ends.length - 1 ? after.length() : Math.max(from, cut.at(ends[i]));
            events.set(places.get(i), with(events.get(places.get(i)), after.substring(from, to)));
            from = to;
        }
    }

    private static @Nullable Block block(ChatEvent event) {
        if (event instanceof ChatEvent.TextDelta delta) {
            return new Block(ChatEvent.TextDelta.class, delta.block());
        } else if (event instanceof ChatEvent.ReasoningDelta delta) {
            return new Block(ChatEvent.ReasoningDelta.class, delta.block());
        } else if (event instanceof ChatEvent.RefusalDelta delta) {
            return new Block(ChatEvent.RefusalDelta.class, delta.block());
        } else if (event instanceof ChatEvent.ToolCallDelta delta) {
            return new Block(ChatEvent.ToolCallDelta.class, delta.block());
        }
        return null;
    }

    private static String piece(@Nullable ChatEvent event) {
        if (event instanceof ChatEvent.TextDelta delta) {
            return delta.text();
        } else if (event instanceof ChatEvent.ReasoningDelta delta) {
            return delta.text();
        } else if (event instanceof ChatEvent.RefusalDelta delta) {
            return delta.text();
        }
        return event instanceof ChatEvent.ToolCallDelta delta ? delta.argumentsDelta() : "";
    }

    private static @Nullable ChatEvent with(@Nullable ChatEvent event, String piece) {
        if (event instanceof ChatEvent.ToolCallDelta delta) {
            return new ChatEvent.ToolCallDelta(delta.block(), delta.id(), delta.name(), piece);
        } else if (piece.isEmpty()) {
            return null;
        } else if (event instanceof ChatEvent.TextDelta delta) {
            return new ChatEvent.TextDelta(piece, delta.block());
        } else if (event instanceof ChatEvent.ReasoningDelta delta) {
            return new ChatEvent.ReasoningDelta(piece, delta.block());
        }
        return event instanceof ChatEvent.RefusalDelta delta ? new ChatEvent.RefusalDelta(piece, delta.block()) : event;
    }
}
