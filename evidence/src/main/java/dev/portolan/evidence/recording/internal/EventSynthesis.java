package dev.portolan.evidence.recording.internal;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.Usage;
import java.util.ArrayList;
import java.util.List;

/**
 * The events of a stream that gives an answer which was not streamed when it was recorded: one delta for each part, in the usual
 * order. Calls that the provider ran itself are found in the response alone.
 */
public final class EventSynthesis {

    private EventSynthesis() {}

    public static List<ChatEvent> of(ChatResponse response) {
        List<ChatEvent> reasoning = new ArrayList<>();
        List<ChatEvent> said = new ArrayList<>();
        List<ChatEvent> calling = new ArrayList<>();
        List<ChatEvent> called = new ArrayList<>();
        List<Part> parts = response.message().parts();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (part instanceof ReasoningPart thought && !thought.text().isEmpty()) {
                reasoning.add(new ChatEvent.ReasoningDelta(thought.text(), i));
            } else if (part instanceof TextPart text && !text.text().isEmpty()) {
                said.add(new ChatEvent.TextDelta(text.text(), i));
            } else if (part instanceof RefusalPart refusal && !refusal.text().isEmpty()) {
                said.add(new ChatEvent.RefusalDelta(refusal.text(), i));
            } else if (part instanceof ToolCall call && !call.providerExecuted()) {
                calling.add(new ChatEvent.ToolCallDelta(i, call.id(), call.name(), call.arguments()));
                if (call.argumentsValid()) {
                    called.add(new ChatEvent.ToolCallCompleted(call, i));
                }
            }
        }
        List<ChatEvent> events = new ArrayList<>(reasoning);
        events.addAll(said);
        events.addAll(calling);
        events.addAll(called);
        if (!response.usage().equals(Usage.UNKNOWN)) {
            events.add(new ChatEvent.UsageReported(response.usage()));
        }
        events.add(new ChatEvent.Completed(response));
        return events;
    }
}
