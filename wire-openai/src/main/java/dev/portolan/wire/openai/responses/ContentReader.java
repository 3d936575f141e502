package dev.portolan.wire.openai.responses;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.portolan.chat.CitationPart;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.Part;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.TokenLogprob;
import dev.portolan.chat.VendorState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the {@code content} of messages and the {@code summary} and {@code content} of reasoning. */
final class ContentReader {

    /** What stands between the paragraphs of reasoning. */
    static final String PARAGRAPH = "\n\n";

    private final Origin origin;

    ContentReader(Origin origin) {
        this.origin = origin;
    }

    /**
     * One member of a content list.
     *
     * @param type the vendor's name of it
     * @param text its text or refusal, or {@code null} when it has neither
     * @param raw the whole of it, where it has neither text nor refusal
     * @param citations what the vendor cites for the text
     * @param logprobs the log-probabilities of the text
     */
    record Piece(
            String type,
            @Nullable String text,
            @Nullable VendorState raw,
            List<CitationPart> citations,
            List<TokenLogprob> logprobs) {

        void addTo(List<Part> parts, @Nullable VendorState state) {
            if (raw != null) {
                parts.add(new OtherPart(type, raw));
            } else if (type.equals("refusal")) {
                parts.add(new RefusalPart(Objects.requireNonNullElse(text, ""), state));
            } else {
                parts.add(new TextPart(Objects.requireNonNullElse(text, ""), state));
                parts.addAll(citations);
            }
        }
    }

    /**
     * All texts, as paragraphs.
     *
     * @param pieces texts
     * @return the texts joined
     */
    static String joined(List<Piece> pieces) {
        if (pieces.size() == 1) {
            return Objects.requireNonNullElse(pieces.get(0).text(), "");
        }
        StringBuilder all = new StringBuilder();
        for (Piece piece : pieces) {
            if (piece.text() != null && !piece.text().isEmpty()) {
                all.append(all.length() == 0 ? "" : PARAGRAPH).append(piece.text());
            }
        }
        return all.toString();
    }

    /**
     * Reads a content list, or a content that is a plain string, and moves the parser to its last token.
     *
     * @param parser stands at the value
     * @param source what it reads, UTF-8
     * @param base where its input starts in it
     * @return the members in order; empty for {@code null}
     * @throws IOException when the JSON is broken
     */
    List<Piece> read(JsonParser parser, byte[] source, int base) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return List.of(new Piece("output_text", parser.getText(), null, List.of(), List.of()));
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return List.of();
        }
        List<Piece> pieces = new ArrayList<>(2);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                pieces.add(piece(parser, source, base));
            } else {
                parser.skipChildren();
            }
        }
        return pieces;
    }

    private Piece piece(JsonParser parser, byte[] source, int base) throws IOException {
        Members place = new Members(source, base);
        int start = place.start(parser);
        String type = "output_text";
        String text = null;
        String refusal = null;
        List<CitationPart> citations = List.of();
        List<TokenLogprob> logprobs = List.of();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "type" -> type = Objects.requireNonNullElse(parser.getValueAsString(), type);
                case "text" -> text = parser.getValueAsString();
                case "refusal" -> refusal = parser.getValueAsString();
                case "annotations" -> citations = citations(parser, source, base);
                case "logprobs" -> logprobs = LogprobReader.read(parser);
                default -> {}
            }
            parser.skipChildren();
        }
        return switch (type) {
            case "refusal" -> new Piece(type, refusal, null, List.of(), List.of());
            case "output_text", "summary_text", "reasoning_text", "input_text", "text" ->
                new Piece(type, text, null, citations, logprobs);
            default -> new Piece(type, null, origin.state(place.whole(start, parser)), List.of(), List.of());
        };
    }

    private List<CitationPart> citations(JsonParser parser, byte[] source, int base) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return List.of();
        }
        List<CitationPart> citations = List.of();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                citations = citations.isEmpty() ? new ArrayList<>(4) : citations;
                citations.add(citation(parser, source, base));
            } else {
                parser.skipChildren();
            }
        }
        return citations;
    }

    private CitationPart citation(JsonParser parser, byte[] source, int base) throws IOException {
        Members place = new Members(source, base);
        int start = place.start(parser);
        String url = null;
        String title = null;
        Integer startIndex = null;
        Integer endIndex = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "url" -> url = parser.getValueAsString();
                case "title", "filename" -> title = parser.getValueAsString();
                case "start_index" -> startIndex = index(parser);
                case "end_index" -> endIndex = index(parser);
                default -> {}
            }
            parser.skipChildren();
        }
        return new CitationPart(url, title, startIndex, endIndex, origin.state(place.whole(start, parser)));
    }

    private static @Nullable Integer index(JsonParser parser) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                        && parser.getNumberType() == JsonParser.NumberType.INT
                ? parser.getIntValue()
                : null;
    }
}
