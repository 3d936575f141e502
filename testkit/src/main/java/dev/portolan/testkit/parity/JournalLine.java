package dev.portolan.testkit.parity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.portolan.codec.JsonCodec;
import dev.portolan.error.LlmException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * One line of a journal. The answer in it is a whole document of {@link JsonCodec}, as it stands.
 *
 * @param key which call
 * @param name for readers: the subject and the repeat
 * @param example for readers: the example's id
 * @param result how it ended
 */
record JournalLine(String key, String name, String example, CallResult result) {

    static final String HEADER = "{\"portolan\":1,\"type\":\"parity-journal\"}";

    /** What the codec bounds in its own way is not bounded twice. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    String write() {
        StringBuilder out = new StringBuilder(1024).append("{\"key\":\"").append(key);
        text(out.append("\",\"name\":\""), name);
        text(out.append("\",\"example\":\""), example);
        if (result.response() != null) {
            out.append("\",\"response\":").append(JsonCodec.CHAT_RESPONSE.toJson(result.response()));
        } else if (result.error() != null) {
            out.append("\",\"error\":").append(JsonCodec.ERROR.toJson(result.error()));
        }
        return out.append('}').toString();
    }

    private static void text(StringBuilder out, String value) {
        JsonStringEncoder.getInstance().quoteAsString(value, out);
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException when it is none; its message may quote the line
     */
    static JournalLine read(String line) {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser in = FACTORY.createParser(line)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("must be an object");
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                if (in.nextToken() == JsonToken.START_OBJECT) {
                    int from = (int) in.currentTokenLocation().getCharOffset();
                    in.skipChildren();
                    fields.put(name, line.substring(from, (int)
                            in.currentLocation().getCharOffset()));
                } else {
                    fields.put(name, String.valueOf(in.getText()));
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("is no JSON", e);
        }
        return new JournalLine(need(fields, "key"), need(fields, "name"), need(fields, "example"), result(fields));
    }

    private static CallResult result(Map<String, String> fields) {
        String response = fields.get("response");
        if (response != null) {
            return CallResult.answered(JsonCodec.CHAT_RESPONSE.fromJson(response), false);
        }
        LlmException error = JsonCodec.ERROR.fromJson(need(fields, "error"));
        return CallResult.failed(error, false);
    }

    private static String need(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    @Override
    public String toString() {
        return "JournalLine[" + name + ", " + example + ", " + result + "]";
    }
}
