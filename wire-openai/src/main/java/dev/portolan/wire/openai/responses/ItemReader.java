package dev.portolan.wire.openai.responses;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.TokenLogprob;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.VendorState;
import dev.portolan.spi.support.CallIds;
import dev.portolan.spi.support.WireJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads one item of an answer into parts, in one pass and whatever the order of its members.
 *
 * <ul>
 *   <li>{@code message}: its texts, refusals and citations, each with the item's id, status and phase as state;
 *   <li>a {@code message} of the phase {@code commentary}: the item as it is, for it is no part of the answer;
 *   <li>{@code reasoning}: one part, also when the summary is empty, with the whole item as state;
 *   <li>{@code function_call}: a tool call whose id is {@code call_id}, which the result must name; the item's own id is state;
 *   <li>{@code custom_tool_call}: a tool call whose arguments are <code>{"input": "..."}</code>, the free text in an object;
 *   <li>all else, items of hosted tools above all: the item as it is. They were run by the vendor and are not the application's.
 * </ul>
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses/object">OpenAI: output items</a>
 */
final class ItemReader {

    /** Stands first in the state of a custom tool's call, and tells it from a function's. */
    static final String CUSTOM = "\"type\":\"custom_tool_call\"";

    /** The phase of what a model says on its way to the answer, and the name of such a part. */
    static final String COMMENTARY = "commentary";

    private final Origin origin;
    private final ContentReader contentReader;

    ItemReader(Origin origin) {
        this.origin = origin;
        this.contentReader = new ContentReader(origin);
    }

    /**
     * Reads an item and moves the parser to its end.
     *
     * @param parser stands at the item's start
     * @param source what it reads, UTF-8
     * @param base where its input starts in it
     * @param parts receives the item's parts
     * @param logprobs receives the log-probabilities of its text
     * @throws IOException when the JSON is broken
     */
    void read(JsonParser parser, byte[] source, int base, List<Part> parts, List<TokenLogprob> logprobs)
            throws IOException {
        Members rest = new Members(source, base);
        int start = rest.start(parser);
        String type = "message";
        String callId = null;
        String id = null;
        String name = null;
        String arguments = null;
        String phase = null;
        String summary = "";
        List<ContentReader.Piece> content = List.of();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            rest.next(parser);
            String field = parser.currentName();
            switch (field) {
                case "type" -> type = Objects.requireNonNullElse(parser.nextTextValue(), type);
                case "role" -> parser.nextToken();
                case "call_id" -> callId = parser.nextTextValue();
                case "name" -> name = parser.nextTextValue();
                case "arguments", "input" -> arguments = text(parser, source, base);
                case "content" -> {
                    parser.nextToken();
                    content = contentReader.read(parser, source, base);
                }
                case "summary" -> {
                    parser.nextToken();
                    summary = ContentReader.joined(contentReader.read(parser, source, base));
                }
                case "id" -> {
                    rest.keep(parser);
                    id = parser.nextTextValue();
                }
                case "phase" -> {
                    rest.keep(parser);
                    phase = parser.nextTextValue();
                }
                default -> {
                    rest.keep(parser);
                    parser.nextToken();
                }
            }
            parser.skipChildren();
        }
        rest.next(parser);
        boolean call = type.equals("function_call") || type.equals("custom_tool_call");
        if (call && (name == null || name.isBlank())) {
            // Nobody could run it; it stays as it came.
            parts.add(new OtherPart(type, origin.state(rest.whole(start, parser))));
            return;
        }
        if (type.equals("message") && COMMENTARY.equals(phase)) {
            parts.add(new OtherPart(COMMENTARY, origin.state(rest.whole(start, parser))));
            return;
        }
        switch (type) {
            case "message" -> message(content, rest, parts, logprobs);
            case "reasoning" ->
                parts.add(new ReasoningPart(
                        joined(summary, ContentReader.joined(content)), origin.state(rest.whole(start, parser))));
            case "function_call" -> parts.add(call(callId, id, name, arguments, state(rest.json(null))));
            case "custom_tool_call" -> parts.add(call(callId, id, name, wrapped(arguments), state(rest.json(CUSTOM))));
            default -> parts.add(new OtherPart(type, origin.state(rest.whole(start, parser))));
        }
    }

    private void message(
            List<ContentReader.Piece> content, Members rest, List<Part> parts, List<TokenLogprob> logprobs) {
        VendorState state = state(rest.json(null));
        for (ContentReader.Piece piece : content) {
            piece.addTo(parts, state);
            logprobs.addAll(piece.logprobs());
        }
    }

    private static ToolCall call(
            @Nullable String callId,
            @Nullable String id,
            @Nullable String name,
            @Nullable String arguments,
            @Nullable VendorState state) {
        String known = callId != null && !callId.isBlank() ? callId : Objects.requireNonNullElse(id, "");
        return new ToolCall(
                known.isBlank() ? CallIds.madeUp() : known,
                Objects.requireNonNullElse(name, ""),
                Objects.requireNonNullElse(arguments, ""),
                known.isBlank(),
                false,
                state);
    }

    private static String wrapped(@Nullable String input) {
        String text = Objects.requireNonNullElse(input, "");
        return CustomInput.HEAD
                + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text))
                + CustomInput.TAIL;
    }

    /** A string's content, or any other value as JSON text: some servers send arguments as an object. */
    private static @Nullable String text(JsonParser parser, byte[] source, int base) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        return token == JsonToken.VALUE_NULL ? null : WireJson.slice(parser, source, base);
    }

    private static String joined(String first, String second) {
        return first.isEmpty() || second.isEmpty() ? first + second : first + ContentReader.PARAGRAPH + second;
    }

    private @Nullable VendorState state(@Nullable String json) {
        return json == null ? null : origin.state(json);
    }

    /**
     * The parts of an item that stands alone.
     *
     * @param item the item as JSON, UTF-8
     * @return its parts
     * @throws IOException when the JSON is broken
     */
    List<Part> read(byte[] item) throws IOException {
        List<Part> parts = new ArrayList<>();
        try (JsonParser parser = WireJson.factory().createParser(item)) {
            parser.nextToken();
            read(parser, item, 0, parts, new ArrayList<>());
        }
        return parts;
    }
}
