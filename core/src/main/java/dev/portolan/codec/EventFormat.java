package dev.portolan.codec;

import dev.portolan.chat.ChatEvent;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Steps of a streamed answer, told apart by their {@code type}. */
final class EventFormat {

    /** Before the type of events that a later version of this library wrote. */
    static final String LATER = "portolan/";

    private static final Set<String> TYPES = Set.of(
            "text-delta",
            "reasoning-delta",
            "refusal-delta",
            "tool-call-delta",
            "tool-call-completed",
            "usage-reported",
            "completed",
            "other");

    private EventFormat() {}

    static void write(JsonWriter out, ChatEvent event) {
        if (event instanceof ChatEvent.Other other) {
            Json kept = kept(other);
            if (kept != null) {
                out.value(kept);
                return;
            }
        }
        out.object();
        fields(out, event);
        out.endObject();
    }

    private static void fields(JsonWriter out, ChatEvent event) {
        if (event instanceof ChatEvent.TextDelta delta) {
            delta(out, "text-delta", delta.text(), delta.block());
        } else if (event instanceof ChatEvent.ReasoningDelta delta) {
            delta(out, "reasoning-delta", delta.text(), delta.block());
        } else if (event instanceof ChatEvent.RefusalDelta delta) {
            delta(out, "refusal-delta", delta.text(), delta.block());
        } else if (event instanceof ChatEvent.ToolCallDelta delta) {
            out.field("type", "tool-call-delta")
                    .name("block")
                    .number(delta.block())
                    .field("id", delta.id())
                    .field("name", delta.name())
                    .field("argumentsDelta", delta.argumentsDelta());
        } else if (event instanceof ChatEvent.ToolCallCompleted completed) {
            out.field("type", "tool-call-completed")
                    .name("block")
                    .number(completed.block())
                    .field("call", completed.call(), PartFormat::write);
        } else if (event instanceof ChatEvent.UsageReported reported) {
            out.field("type", "usage-reported").field("usage", reported.usage(), UsageFormat::write);
        } else if (event instanceof ChatEvent.Completed completed) {
            out.field("type", "completed").field("response", completed.response(), ResponseFormat::write);
        } else if (event instanceof ChatEvent.Other other) {
            out.field("type", "other").field("name", other.type()).field("json", other.json());
        }
    }

    private static void delta(JsonWriter out, String type, String text, int block) {
        out.field("type", type).name("block").number(block).field("text", text);
    }

    static ChatEvent read(Place at) {
        Place type = at.get("type");
        return switch (type.text()) {
            case "text-delta" -> new ChatEvent.TextDelta(at.get("text", Place::text), block(at));
            case "reasoning-delta" -> new ChatEvent.ReasoningDelta(at.get("text", Place::text), block(at));
            case "refusal-delta" -> new ChatEvent.RefusalDelta(at.get("text", Place::text), block(at));
            case "tool-call-delta" ->
                new ChatEvent.ToolCallDelta(
                        block(at),
                        at.find("id", Place::text),
                        at.find("name", Place::text),
                        at.get("argumentsDelta", Place::text));
            case "tool-call-completed" ->
                new ChatEvent.ToolCallCompleted(at.get("call", PartFormat::readToolCall), block(at));
            case "usage-reported" -> new ChatEvent.UsageReported(at.get("usage", UsageFormat::read));
            case "completed" -> new ChatEvent.Completed(at.get("response", ResponseFormat::read));
            case "other" -> new ChatEvent.Other(at.get("name", Place::text), at.get("json", Place::text));
            default -> new ChatEvent.Other(LATER + type.text(), Unknown.keep(at));
        };
    }

    private static int block(Place at) {
        return at.get("block", Place::small);
    }

    private static @Nullable Json kept(ChatEvent.Other other) {
        if (!other.type().startsWith(LATER)) {
            return null;
        }
        String type = other.type().substring(LATER.length());
        return TYPES.contains(type) ? null : Unknown.restore(type, other.json());
    }
}
