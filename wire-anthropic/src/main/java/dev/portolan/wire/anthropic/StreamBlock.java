package dev.portolan.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.TextPart;
import dev.portolan.spi.support.WireJson;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One content block of a streamed answer while it comes. Not thread-safe. */
final class StreamBlock {

    /** Its place among the blocks, from 0: what events tell. */
    private final int number;

    private final ContentBlock begun;
    private final StringBuilder content;
    private @Nullable StringBuilder signature;
    private @Nullable StringBuilder citations;
    private @Nullable ObjectNode merged;
    private boolean finished;

    StreamBlock(int number, ContentBlock begun) {
        this.number = number;
        this.begun = begun;
        this.content = new StringBuilder(begun.text);
    }

    /** Tells what the block begins with. */
    void start(Consumer<ChatEvent> out) {
        if (begun.type.equals("tool_use")) {
            out.accept(new ChatEvent.ToolCallDelta(number, begun.call().id(), begun.name, ""));
        } else if (!begun.text.isEmpty()) {
            tell(begun.text, out);
        }
    }

    private void tell(String piece, Consumer<ChatEvent> out) {
        if (begun.type.equals("text")) {
            out.accept(new ChatEvent.TextDelta(piece, number));
        } else if (begun.type.equals("thinking")) {
            out.accept(new ChatEvent.ReasoningDelta(piece, number));
        }
    }

    /** Takes the next piece. */
    void add(Delta delta, Consumer<ChatEvent> out) {
        switch (delta.type) {
            case "text_delta", "thinking_delta" -> {
                if (!delta.text.isEmpty()) {
                    content.append(delta.text);
                    tell(delta.text, out);
                }
            }
            case "input_json_delta" -> {
                content.append(delta.text);
                if (!delta.text.isEmpty() && begun.type.equals("tool_use")) {
                    out.accept(new ChatEvent.ToolCallDelta(number, null, null, delta.text));
                }
            }
            case "signature_delta" -> {
                StringBuilder all = signature == null ? new StringBuilder() : signature;
                signature = all.append(delta.text);
            }
            case "citations_delta" -> cite(delta.others());
            default -> merge(delta.others());
        }
    }

    private void cite(ObjectNode delta) {
        if (delta.has("citation")) {
            StringBuilder all = citations == null ? new StringBuilder() : citations.append(',');
            citations = all.append(delta.path("citation"));
        }
    }

    /** Pieces of a kind without a name here: texts go on, lists grow, anything else is replaced. */
    private void merge(ObjectNode delta) {
        ObjectNode whole = merged == null ? (ObjectNode) WireJson.tree(begun.raw) : merged;
        for (var member : delta.properties()) {
            JsonNode before = whole.path(member.getKey());
            JsonNode piece = member.getValue();
            if (before.isTextual() && piece.isTextual()) {
                whole.put(member.getKey(), before.asText() + piece.asText());
            } else if (before instanceof ArrayNode list && piece.isArray()) {
                piece.forEach(list::add);
            } else {
                whole.set(member.getKey(), piece);
            }
        }
        merged = whole;
    }

    /** The block is whole; what has no events of its own is told now. */
    void stop(Consumer<ChatEvent> out) {
        finish();
        switch (begun.type) {
            case "text", "thinking", "tool_use", "redacted_thinking" -> {}
            default -> out.accept(new ChatEvent.Other(begun.type, begun.raw));
        }
    }

    private void finish() {
        if (finished) {
            return;
        }
        finished = true;
        switch (begun.type) {
            case "text" -> {
                begun.text = content.toString();
                if (citations != null) {
                    begun.citations = "[" + citations + "]";
                }
            }
            case "thinking" -> thought();
            case "tool_use" -> input();
            case "server_tool_use", "mcp_tool_use" -> {
                input();
                executed();
            }
            default -> {
                if (merged != null) {
                    begun.raw = merged.toString();
                }
            }
        }
    }

    private void thought() {
        begun.text = content.toString();
        ObjectNode whole = (ObjectNode) WireJson.tree(begun.raw);
        whole.put("thinking", begun.text);
        if (signature != null) {
            whole.put("signature", signature.toString());
        }
        begun.raw = whole.toString();
    }

    private void input() {
        if (content.length() > 0) {
            begun.input = content.toString();
        }
    }

    private void executed() {
        if (WireJson.isObject(begun.input)) {
            ObjectNode whole = (ObjectNode) WireJson.tree(begun.raw);
            whole.set("input", WireJson.tree(begun.input));
            begun.raw = whole.toString();
        }
    }

    /** Whether it is a call that the caller runs. */
    boolean isCall() {
        return begun.type.equals("tool_use");
    }

    /** Hands the call out, if it is one whose arguments can be read. */
    void complete(Consumer<ChatEvent> out) {
        finish();
        if (isCall() && (begun.input.isBlank() || WireJson.isObject(begun.input))) {
            out.accept(new ChatEvent.ToolCallCompleted(begun.call(), number));
        }
    }

    /** Adds the parts of the finished block. */
    void addTo(List<Part> parts) {
        finish();
        begun.addTo(parts);
    }

    /** Adds what has come so far of a block that may still be open; calls and thoughts without proof are left out. */
    void addSoFar(List<Part> parts) {
        switch (begun.type) {
            case "text" -> {
                if (content.length() > 0) {
                    parts.add(new TextPart(content.toString()));
                }
            }
            case "thinking" -> {
                if (content.length() > 0) {
                    parts.add(new ReasoningPart(content.toString()));
                }
            }
            default -> {
                if (finished && !begun.isCall()) {
                    begun.addTo(parts);
                }
            }
        }
    }
}
