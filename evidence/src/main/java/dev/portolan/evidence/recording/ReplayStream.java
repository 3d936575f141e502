package dev.portolan.evidence.recording;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.TextPart;
import dev.portolan.evidence.recording.internal.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives events that came before, and ends as it ended then. */
final class ReplayStream extends ChatStream {

    private final List<TimedEvent> events;
    private final Duration took;
    private final RuntimeException failure;
    private final Pace pace;
    private final Pace.Who who;
    private int next;

    /** What ends the stream when its events do not. */
    ReplayStream(List<TimedEvent> events, Duration took, RuntimeException failure, Pace pace, Pace.Who who) {
        this.events = events;
        this.took = took;
        this.failure = failure;
        this.pace = pace;
        this.who = who;
    }

    @Override
    protected ChatEvent pull() {
        boolean over = true;
        try {
            pace.until(next < events.size() ? events.get(next).after() : took, this::partial);
            if (next == events.size()) {
                throw failure;
            }
            ChatEvent event = events.get(next++).event();
            over = event instanceof ChatEvent.Completed;
            return event;
        } finally {
            if (over) {
                pace.close();
            }
        }
    }

    @Override
    protected void abort() {
        pace.stop();
    }

    private @Nullable ChatResponse partial() {
        if (next == 0) {
            return null;
        }
        Map<String, Part> parts = new LinkedHashMap<>();
        for (TimedEvent timed : events.subList(0, next)) {
            if (timed.event() instanceof ChatEvent.TextDelta delta) {
                parts.merge(
                        "text " + delta.block(),
                        new TextPart(delta.text()),
                        (had, more) -> new TextPart(((TextPart) had).text() + ((TextPart) more).text()));
            } else if (timed.event() instanceof ChatEvent.ReasoningDelta delta) {
                parts.merge(
                        "reasoning " + delta.block(),
                        new ReasoningPart(delta.text()),
                        (had, more) -> new ReasoningPart(((ReasoningPart) had).text() + ((ReasoningPart) more).text()));
            } else if (timed.event() instanceof ChatEvent.RefusalDelta delta) {
                parts.merge(
                        "refusal " + delta.block(),
                        new RefusalPart(delta.text()),
                        (had, more) -> new RefusalPart(((RefusalPart) had).text() + ((RefusalPart) more).text()));
            }
        }
        return ChatResponse.builder()
                .provider(who.provider())
                .model(who.model())
                .message(new AssistantMessage(new ArrayList<>(parts.values())))
                .build();
    }
}
