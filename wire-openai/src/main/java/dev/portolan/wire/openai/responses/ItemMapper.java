package dev.portolan.wire.openai.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.AudioPart;
import dev.portolan.chat.CitationPart;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.VendorState;
import dev.portolan.spi.support.CallIds;
import dev.portolan.spi.support.FailedResult;
import dev.portolan.spi.support.ToolNames;
import dev.portolan.spi.support.WireJson;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes earlier answers and the results of tools as items. One request's worth of it; not thread-safe.
 *
 * <p>What came from this wire goes back as it came: items with their ids and phase, reasoning whole and before the item that
 * follows it, items of hosted tools untouched. Of answers of other origin text, refusals and tool calls are sent; their
 * reasoning, citations and hosted items are left out, which the caller is told. Ids of calls have at most 64 characters (T3), and
 * each is used once (T4).
 *
 * @see <a href="https://platform.openai.com/docs/guides/conversation-state">OpenAI: conversation state</a>
 */
final class ItemMapper {

    private static final Set<String> MESSAGE = Set.of("type", "role", "content");
    private static final Set<String> CALL = Set.of("type", "call_id", "name", "arguments", "input");
    private static final Pattern ID = Pattern.compile(".{1,64}", Pattern.DOTALL);
    private static final int ID_DIGITS = 22;
    private static final Set<String> OUTPUT = Set.of("type", "call_id", "output");

    private final JsonGenerator out;
    private final Origin origin;
    private final ContentMapper content;
    private final LeftOut leftOut;
    private final CallIds ids = new CallIds(ID, "call_", ID_DIGITS);
    private final Set<String> declared;
    private final Set<String> customCalls = new HashSet<>();
    private final Set<String> executedCalls = new HashSet<>(0);

    /**
     * @param declared the names of the tools that the request offers
     */
    ItemMapper(JsonGenerator out, Origin origin, ContentMapper content, LeftOut leftOut, Set<String> declared) {
        this.declared = declared;
        this.out = out;
        this.origin = origin;
        this.content = content;
        this.leftOut = leftOut;
    }

    /**
     * Writes an answer.
     *
     * @param message the answer
     * @param index its place in the request
     * @param continued whether another answer follows directly
     * @throws IOException never
     */
    void assistant(AssistantMessage message, int index, boolean continued) throws IOException {
        List<Part> parts = message.parts();
        leftOut.state(message.vendorState());
        int at = 0;
        while (at < parts.size()) {
            Part part = parts.get(at);
            if (isContent(part)) {
                at = text(parts, at);
                continue;
            }
            if (part instanceof ReasoningPart reasoning) {
                reasoning(reasoning, continued || isFollowed(parts, at));
            } else if (part instanceof ToolCall call) {
                call(call);
            } else if (part instanceof OtherPart other) {
                content.opaque(out, other, leftOut);
            } else {
                throw content.unsupported("messages[" + index + "].parts[" + at + "]", part);
            }
            at++;
        }
    }

    private static boolean isContent(Part part) {
        return part instanceof TextPart
                || part instanceof RefusalPart
                || part instanceof CitationPart
                || (part instanceof AudioPart audio && audio.transcript() != null)
                || (part instanceof OtherPart other && ContentTypes.isContent(other.type()));
    }

    /** Without the item that follows it the vendor rejects a reasoning item with status 400. */
    private boolean isFollowed(List<Part> parts, int at) {
        for (int i = at + 1; i < parts.size(); i++) {
            Part part = parts.get(i);
            boolean reasoning = part instanceof ReasoningPart;
            if (!reasoning && (!(part instanceof OtherPart) || origin.owns(part.vendorState()))) {
                return true;
            }
        }
        return false;
    }

    private void reasoning(ReasoningPart reasoning, boolean followed) throws IOException {
        VendorState state = reasoning.vendorState();
        if (state == null || !origin.owns(state)) {
            leftOut.part("reasoning");
            leftOut.state(state);
        } else if (!followed) {
            leftOut.part("reasoning that nothing follows");
        } else {
            out.writeRawValue(state.json());
        }
    }

    /** Writes one message item of the parts that belong together, and tells where the next item starts. */
    private int text(List<Part> parts, int from) throws IOException {
        VendorState state = itemState(parts.get(from));
        int to = from + 1;
        while (to < parts.size() && isContent(parts.get(to)) && belongs(parts.get(to), state)) {
            to++;
        }
        out.writeStartObject();
        if (state != null) {
            out.writeStringField("type", "message");
        }
        out.writeStringField("role", "assistant");
        content.state(out, state, MESSAGE, leftOut);
        out.writeFieldName("content");
        if (to == from + 1 && state == null && parts.get(from) instanceof TextPart text) {
            leftOut.state(text.vendorState());
            out.writeString(text.text());
        } else {
            out.writeStartArray();
            int at = from;
            while (at < to) {
                at = piece(parts, at, to);
            }
            out.writeEndArray();
        }
        out.writeEndObject();
        return to;
    }

    /** The state of the item that a part is a piece of. */
    private @Nullable VendorState itemState(Part part) {
        VendorState state = part instanceof TextPart || part instanceof RefusalPart ? part.vendorState() : null;
        return origin.owns(state) ? state : null;
    }

    private boolean belongs(Part part, @Nullable VendorState state) {
        return !(part instanceof TextPart || part instanceof RefusalPart) || Objects.equals(itemState(part), state);
    }

    private int piece(List<Part> parts, int at, int to) throws IOException {
        Part part = parts.get(at);
        if (part instanceof OtherPart other) {
            content.opaque(out, other, leftOut);
            return at + 1;
        }
        if (part instanceof CitationPart) {
            leftOut.part("a citation without text");
            return at + 1;
        }
        out.writeStartObject();
        int next = at + 1;
        if (part instanceof RefusalPart refusal) {
            out.writeStringField("type", "refusal");
            out.writeStringField("refusal", refusal.text());
        } else {
            out.writeStringField("type", "output_text");
            out.writeStringField("text", spoken(part));
            next = citations(parts, next, to);
        }
        if (itemState(part) == null) {
            leftOut.state(part.vendorState());
        }
        out.writeEndObject();
        return next;
    }

    private String spoken(Part part) {
        if (part instanceof AudioPart audio) {
            leftOut.part("audio, of which the transcript is sent");
            return Objects.requireNonNullElse(audio.transcript(), "");
        }
        return ((TextPart) part).text();
    }

    private int citations(List<Part> parts, int from, int to) throws IOException {
        int at = from;
        boolean open = false;
        while (at < to && parts.get(at) instanceof CitationPart citation) {
            VendorState state = citation.vendorState();
            if (state != null && origin.owns(state)) {
                if (!open) {
                    out.writeArrayFieldStart("annotations");
                    open = true;
                }
                out.writeRawValue(state.json());
            } else {
                leftOut.part("citations");
                leftOut.state(state);
            }
            at++;
        }
        if (open) {
            out.writeEndArray();
        }
        return at;
    }

    private void call(ToolCall call) throws IOException {
        if (call.providerExecuted()) {
            executedCalls.add(call.id());
            leftOut.part("a call that another provider ran");
            return;
        }
        VendorState state = call.vendorState();
        boolean custom = state != null && origin.owns(state) && state.json().startsWith("{" + ItemReader.CUSTOM);
        out.writeStartObject();
        out.writeStringField("type", custom ? "custom_tool_call" : "function_call");
        out.writeStringField("call_id", ids.call(call.id()));
        out.writeStringField("name", declared.contains(call.name()) ? call.name() : ToolNames.wire(call.name()));
        if (custom) {
            customCalls.add(call.id());
            out.writeStringField("input", freeText(call.arguments()));
        } else {
            out.writeStringField("arguments", call.arguments());
        }
        content.state(out, state, CALL, leftOut);
        out.writeEndObject();
    }

    private static String freeText(String arguments) {
        return WireJson.isObject(arguments)
                ? WireJson.tree(arguments).path("input").asText()
                : arguments;
    }

    /**
     * Writes the results of tools.
     *
     * @param message the results
     * @param index its place in the request
     * @throws IOException never
     */
    void results(ToolMessage message, int index) throws IOException {
        leftOut.state(message.vendorState());
        List<Part> parts = message.parts();
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof OtherPart other) {
                content.opaque(out, other, leftOut);
            } else if (parts.get(i) instanceof ToolResult result && executedCalls.contains(result.callId())) {
                leftOut.part("the result of a call that another provider ran");
            } else if (parts.get(i) instanceof ToolResult result) {
                result(result, "messages[" + index + "].parts[" + i + "]");
            }
        }
    }

    private void result(ToolResult result, String field) throws IOException {
        boolean custom = customCalls.contains(result.callId());
        out.writeStartObject();
        out.writeStringField("type", custom ? "custom_tool_call_output" : "function_call_output");
        out.writeStringField("call_id", ids.result(result.callId()));
        out.writeFieldName("output");
        List<Part> parts = FailedResult.content(result);
        if (parts.isEmpty()) {
            out.writeString("");
        } else {
            content.write(out, parts, field, leftOut);
        }
        content.state(out, result.vendorState(), OUTPUT, leftOut);
        out.writeEndObject();
    }
}
