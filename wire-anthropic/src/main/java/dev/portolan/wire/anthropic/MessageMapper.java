package dev.portolan.wire.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.VendorState;
import dev.portolan.spi.support.CallIds;
import dev.portolan.spi.support.ToolNames;
import dev.portolan.spi.support.WireJson;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a conversation as {@code system} and {@code messages}. One for each request; not thread-safe.
 *
 * @see <a href="https://platform.claude.com/docs/en/api/messages">Anthropic: Messages, content blocks</a>
 */
final class MessageMapper {

    private static final Set<String> TEXT = Set.of("type", "text");
    private static final Set<String> MEDIA = Set.of("type", "source", "title");
    private static final Set<String> CALL = Set.of("type", "id", "name", "input");
    private static final Set<String> RESULT = Set.of("type", "tool_use_id", "content", "is_error");
    private static final String CACHE = "cache_control";
    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    private final JsonGenerator out;
    private final Set<String> declared;
    private final SourceMapper sources;
    private final String provider;
    private final CacheMarks marks;
    private final LeftOut leftOut;
    private final CallIds ids = new CallIds(ID, "toolu_", 24);
    private boolean last;

    /**
     * @param tools the tools that are offered, whose names go as they are
     */
    MessageMapper(JsonGenerator out, String provider, List<Tool> tools, CacheMarks marks, LeftOut leftOut) {
        this.declared = tools.stream().map(Tool::name).collect(Collectors.toSet());
        this.out = out;
        this.provider = provider;
        this.sources = new SourceMapper(out, provider);
        this.marks = marks;
        this.leftOut = leftOut;
    }

    void write(AnthropicHistory history) throws IOException {
        List<AnthropicHistory.Item> system = history.system();
        if (!system.isEmpty()) {
            out.writeFieldName("system");
            content(system, "system", marks.at("system"), false);
        }
        List<AnthropicHistory.Turn> turns = history.turns();
        out.writeArrayFieldStart("messages");
        for (int i = 0; i < turns.size(); i++) {
            AnthropicHistory.Turn turn = turns.get(i);
            boolean end = i == turns.size() - 1;
            out.writeStartObject();
            out.writeStringField("role", turn.role());
            out.writeFieldName("content");
            content(
                    turn.items(),
                    turn.role(),
                    end && marks.at("messages"),
                    end && turn.role().equals("assistant"));
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /**
     * @param begun whether the model shall go on with this text, which must not end with white space then
     */
    private void content(List<AnthropicHistory.Item> items, String role, boolean marked, boolean begun)
            throws IOException {
        String only = items.size() == 1 && !marked ? plain(items.get(0).part()) : null;
        if (only != null) {
            out.writeString(begun ? only.stripTrailing() : only);
            return;
        }
        out.writeStartArray();
        for (int i = 0; i < items.size(); i++) {
            AnthropicHistory.Item item = items.get(i);
            last = marked && i == items.size() - 1;
            Part part = item.part();
            if (begun && i == items.size() - 1 && part instanceof TextPart text) {
                part = new TextPart(text.text().stripTrailing(), text.vendorState());
            }
            block(part, role, item.field());
        }
        last = false;
        out.writeEndArray();
    }

    private static @Nullable String plain(Part part) {
        return part instanceof TextPart text && Origin.own(text.vendorState()) == null ? text.text() : null;
    }

    private void block(Part part, String role, String field) throws IOException {
        if (part instanceof TextPart text) {
            text(text.text(), text.vendorState());
        } else if (part instanceof RefusalPart said) {
            text(said.text(), said.vendorState());
        } else if (part instanceof OtherPart || part instanceof ReasoningPart) {
            // What stands in the turns is of this wire.
            out.writeRawValue(String.valueOf(Origin.own(state(part))));
        } else if (part instanceof ToolCall call) {
            call(call, field);
        } else if (part instanceof ToolResult result) {
            result(result, field);
        } else if (role.equals("user") && part instanceof ImagePart image) {
            out.writeStartObject();
            out.writeStringField("type", "image");
            sources.image(image.media(), field);
            end(image.vendorState(), field, MEDIA);
        } else if (role.equals("user") && part instanceof DocumentPart document) {
            out.writeStartObject();
            out.writeStringField("type", "document");
            sources.document(document.media(), field);
            if (document.name() != null) {
                out.writeStringField("title", document.name());
            }
            end(document.vendorState(), field, MEDIA);
        } else {
            throw RequestMapper.unsupported(
                    field + ": the Messages API takes no " + part.getClass().getSimpleName() + " of the " + role,
                    provider);
        }
    }

    private static @Nullable VendorState state(Part part) {
        return part instanceof OtherPart other
                ? other.vendorState()
                : part instanceof ReasoningPart thought ? thought.vendorState() : null;
    }

    private void text(String text, @Nullable VendorState state) throws IOException {
        out.writeStartObject();
        out.writeStringField("type", "text");
        out.writeStringField("text", text);
        end(state, "", TEXT);
    }

    private void call(ToolCall call, String field) throws IOException {
        String own = Origin.own(call.vendorState());
        if (call.providerExecuted() && own != null) {
            out.writeRawValue(own);
            return;
        }
        out.writeStartObject();
        out.writeStringField("type", "tool_use");
        out.writeStringField("id", ids.call(call.id()));
        // Names of other vendors' tools may hold what is refused here, in the history too (T9).
        out.writeStringField("name", declared.contains(call.name()) ? call.name() : ToolNames.wire(call.name()));
        out.writeFieldName("input");
        if (WireJson.isObject(call.arguments())) {
            out.writeRawValue(call.arguments());
        } else {
            leftOut.rewritten(field, "Arguments that are no JSON object were wrapped in one");
            out.writeStartObject();
            out.writeStringField("invalid_arguments", call.arguments());
            out.writeEndObject();
        }
        end(call.vendorState(), field, CALL);
    }

    private void result(ToolResult result, String field) throws IOException {
        out.writeStartObject();
        out.writeStringField("type", "tool_result");
        out.writeStringField("tool_use_id", ids.result(result.callId()));
        List<Part> content = result.content();
        String only = content.size() == 1 ? plain(content.get(0)) : null;
        if (only != null) {
            out.writeStringField("content", only);
        } else if (!content.isEmpty()) {
            boolean marked = last;
            last = false;
            out.writeArrayFieldStart("content");
            for (int i = 0; i < content.size(); i++) {
                resultPart(content.get(i), field + ".parts[" + i + "]");
            }
            out.writeEndArray();
            last = marked;
        }
        if (result.error()) {
            out.writeBooleanField("is_error", true);
        }
        end(result.vendorState(), field, RESULT);
    }

    private void resultPart(Part part, String field) throws IOException {
        if (part instanceof TextPart text && text.text().isBlank()) {
            return;
        }
        if (part instanceof OtherPart other && Origin.own(other.vendorState()) == null) {
            leftOut.part(field, other.type());
            return;
        }
        block(part, "user", field);
    }

    /** Writes what the state of this wire adds to a block, and ends it. */
    private void end(@Nullable VendorState state, String field, Set<String> taken) throws IOException {
        String own = Origin.own(state);
        boolean marked = false;
        if (own != null) {
            try (JsonParser parser = WireJson.factory().createParser(own)) {
                parser.nextToken();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String member = parser.currentName();
                    parser.nextToken();
                    if (taken.contains(member)) {
                        parser.skipChildren();
                    } else {
                        marked |= member.equals(CACHE);
                        out.writeFieldName(member);
                        WireJson.copy(parser, out);
                    }
                }
            }
        } else if (!field.isEmpty()) {
            leftOut.state(field, state);
        }
        if (last && !marked) {
            marks.write(out);
        }
        out.writeEndObject();
    }
}
