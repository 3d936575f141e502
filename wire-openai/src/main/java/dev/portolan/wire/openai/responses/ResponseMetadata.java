package dev.portolan.wire.openai.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.portolan.spi.support.WireJson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Set;

/** What a response object says beside the answer: service tier, filter results, billing, the raw usage and the like. */
final class ResponseMetadata {

    /** What is in the nouns already, or repeats the prompt or the answer. */
    private static final Set<String> ELSEWHERE = Set.of(
            "id",
            "object",
            "model",
            "output",
            "output_text",
            "input",
            "input_messages",
            "output_messages",
            "instructions",
            "prompt",
            "tools",
            "tool_choice",
            "text",
            "error");

    private ResponseMetadata() {}

    /**
     * The metadata.
     *
     * @param json holds a response object that has been read before
     * @param offset where it starts
     * @param length how long it is
     * @return a JSON object as text; members that are {@code null} are left out
     */
    static String of(byte[] json, int offset, int length) {
        StringWriter text = new StringWriter();
        try (JsonParser parser = WireJson.factory().createParser(json, offset, length);
                JsonGenerator out = WireJson.factory().createGenerator(text)) {
            parser.nextToken();
            out.writeStartObject();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                if (parser.nextToken() == JsonToken.VALUE_NULL || ELSEWHERE.contains(field)) {
                    parser.skipChildren();
                } else {
                    out.writeFieldName(field);
                    WireJson.copy(parser, out);
                }
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
