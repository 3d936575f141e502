package dev.portolan.testkit.model;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.Usage;
import dev.portolan.simulator.SimulatedModel;
import java.util.ArrayList;
import java.util.List;

/** Cuts an answer into the events of a stream, each part a block. */
final class AnswerEvents {

    private AnswerEvents() {}

    /** The events, the last of them {@link ChatEvent.Completed}. */
    static List<ChatEvent> of(ChatResponse answer) {
        List<ChatEvent> events = new ArrayList<>();
        List<ChatEvent> calls = new ArrayList<>();
        List<Part> parts = answer.message().parts();
        for (int i = 0; i < parts.size(); i++) {
            int block = i;
            Part part = parts.get(i);
            if (part instanceof ReasoningPart reasoning) {
                SimulatedModel.pieces(reasoning.text())
                        .forEach(piece -> events.add(new ChatEvent.ReasoningDelta(piece, block)));
            } else if (part instanceof TextPart text) {
                SimulatedModel.pieces(text.text()).forEach(piece -> events.add(new ChatEvent.TextDelta(piece, block)));
            } else if (part instanceof RefusalPart refusal) {
                SimulatedModel.pieces(refusal.text())
                        .forEach(piece -> events.add(new ChatEvent.RefusalDelta(piece, block)));
            } else if (part instanceof ToolCall call) {
                events.add(new ChatEvent.ToolCallDelta(block, call.id(), call.name(), ""));
                SimulatedModel.pieces(call.arguments())
                        .forEach(
                                piece -> events.add(new ChatEvent.ToolCallDelta(block, call.id(), call.name(), piece)));
                if (call.argumentsValid()) {
                    calls.add(new ChatEvent.ToolCallCompleted(call, block));
                }
            }
        }
        events.addAll(calls);
        if (!answer.usage().equals(Usage.UNKNOWN)) {
            events.add(new ChatEvent.UsageReported(answer.usage()));
        }
        events.add(new ChatEvent.Completed(answer));
        return events;
    }
}
