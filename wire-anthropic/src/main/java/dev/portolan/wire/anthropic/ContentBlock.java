package dev.portolan.wire.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.VendorState;
import dev.portolan.spi.support.CallIds;
import dev.portolan.spi.support.WireJson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One content block of an answer as it stands on the wire. Members that must go back unchanged are kept as the vendor wrote
 * them.
 *
 * @see <a href="https://platform.claude.com/docs/en/api/messages">Anthropic: Messages, content blocks of answers</a>
 */
final class ContentBlock {

    String type = "";
    String text = "";
    String id = "";
    String name = "";

    /** Arguments as JSON text, empty when there are none. */
    String input = "";

    /** A JSON array, or {@code null}. */
    @Nullable
    String citations;

    /** Members that have no name here, each as {@code "name":value}. */
    private @Nullable StringBuilder extras;

    /** The whole block. */
    String raw = "{}";

    private @Nullable String madeUpId;

    /**
     * Reads a block and moves the parser to its end.
     *
     * @param parser stands at the block's start
     * @param source what it reads, UTF-8
     * @param base where its input starts in it
     * @return the block
     * @throws IOException when the JSON is broken
     */
    static ContentBlock read(JsonParser parser, byte[] source, int base) throws IOException {
        ContentBlock block = new ContentBlock();
        int start = base + (int) parser.currentTokenLocation().getByteOffset();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String member = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (member) {
                case "type" -> block.type = Objects.requireNonNullElse(parser.getValueAsString(), "");
                case "text", "thinking" -> block.text = Objects.requireNonNullElse(parser.getValueAsString(), "");
                case "id" -> block.id = Objects.requireNonNullElse(parser.getValueAsString(), "");
                case "name" -> block.name = Objects.requireNonNullElse(parser.getValueAsString(), "");
                case "input" -> block.input = WireJson.slice(parser, source, base);
                case "citations" -> block.citations = WireJson.slice(parser, source, base);
                default -> block.extra(member, WireJson.slice(parser, source, base));
            }
            parser.skipChildren();
        }
        int end = base + (int) parser.currentLocation().getByteOffset();
        block.raw = new String(source, start, end - start, StandardCharsets.UTF_8);
        return block;
    }

    /** Keeps a member that goes back as it is. */
    void extra(String member, String json) {
        StringBuilder all = extras == null ? new StringBuilder() : extras.append(',');
        extras = all.append(quoted(member)).append(':').append(json);
    }

    private static String quoted(String text) {
        StringWriter quoted = new StringWriter();
        try (JsonGenerator out = WireJson.factory().createGenerator(quoted)) {
            out.writeString(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return quoted.toString();
    }

    /** Whether the vendor ran the call itself. */
    boolean executed() {
        return type.equals("server_tool_use") || type.equals("mcp_tool_use");
    }

    /** Whether it is a call, whoever runs it. */
    boolean isCall() {
        return type.equals("tool_use") || executed();
    }

    /** Adds the parts that the block stands for. */
    void addTo(List<Part> parts) {
        switch (type) {
            case "text" -> addText(parts);
            case "thinking" -> parts.add(new ReasoningPart(text, Origin.state(raw)));
            case "redacted_thinking" -> parts.add(new ReasoningPart("", Origin.state(raw)));
            case "tool_use", "server_tool_use", "mcp_tool_use" -> parts.add(call());
            default -> parts.add(new OtherPart(type.isEmpty() ? "unknown" : type, Origin.state(raw)));
        }
    }

    private void addText(List<Part> parts) {
        boolean cited = citations != null && !citations.equals("[]");
        if (text.isEmpty() && !cited) {
            return;
        }
        if (cited) {
            StringBuilder state = new StringBuilder("{\"citations\":").append(citations);
            if (extras != null) {
                state.append(',').append(extras);
            }
            parts.add(new TextPart(text, Origin.state(state.append('}').toString())));
            parts.addAll(Citations.read(String.valueOf(citations)));
        } else {
            parts.add(new TextPart(text, state()));
        }
    }

    private @Nullable VendorState state() {
        return extras == null ? null : Origin.state("{" + extras + "}");
    }

    /** The call that the block is. */
    ToolCall call() {
        boolean synthetic = id.isEmpty();
        return new ToolCall(
                synthetic ? madeUpId() : id,
                name,
                input,
                synthetic,
                executed(),
                executed() ? Origin.state(raw) : state());
    }

    private String madeUpId() {
        String made = madeUpId != null ? madeUpId : CallIds.madeUp();
        madeUpId = made;
        return made;
    }
}
