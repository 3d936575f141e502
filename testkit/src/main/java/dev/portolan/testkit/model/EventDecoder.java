package dev.portolan.testkit.model;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Usage;
import dev.portolan.spi.support.StreamDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Hands out one event for each byte, and knows what a reader has of the answer so far. */
final class EventDecoder implements StreamDecoder {

    private final List<ChatEvent> events;
    private final ChatResponse answer;
    private int next;

    EventDecoder(List<ChatEvent> events, ChatResponse answer) {
        this.events = events;
        this.answer = answer;
    }

    @Override
    public void feed(byte[] bytes, int offset, int length, Consumer<ChatEvent> out) {
        for (int i = 0; i < length; i++) {
            out.accept(events.get(next++));
        }
    }

    /** Nothing: a stream that ends without its last event is broken, which its reader is told. */
    @Override
    public void end(Consumer<ChatEvent> out) {}

    @Override
    public @Nullable ChatResponse partial() {
        if (next == 0) {
            return null;
        }
        Map<Integer, StringBuilder> texts = new TreeMap<>();
        Map<Integer, Function<String, Part>> makers = new TreeMap<>();
        for (ChatEvent event : events.subList(0, next)) {
            if (event instanceof ChatEvent.TextDelta delta) {
                add(texts, delta.block(), delta.text());
                makers.put(delta.block(), TextPart::new);
            } else if (event instanceof ChatEvent.ReasoningDelta delta) {
                add(texts, delta.block(), delta.text());
                makers.put(delta.block(), ReasoningPart::new);
            } else if (event instanceof ChatEvent.RefusalDelta delta) {
                add(texts, delta.block(), delta.text());
                makers.put(delta.block(), RefusalPart::new);
            }
        }
        List<Part> parts = new ArrayList<>();
        makers.forEach((block, maker) -> {
            StringBuilder text = texts.get(block);
            if (text != null) {
                parts.add(maker.apply(text.toString()));
            }
        });
        return answer.toBuilder()
                .message(new AssistantMessage(parts))
                .finishReason(FinishReason.of(FinishReason.Kind.OTHER))
                .usage(Usage.UNKNOWN)
                .build();
    }

    private static void add(Map<Integer, StringBuilder> texts, int block, String piece) {
        texts.computeIfAbsent(block, ignored -> new StringBuilder()).append(piece);
    }
}
