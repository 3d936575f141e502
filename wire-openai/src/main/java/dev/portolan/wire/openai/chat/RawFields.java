package dev.portolan.wire.openai.chat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Fields that are passed on as they came, by name. A later value replaces an earlier one unless it is empty; of texts, which
 * servers repeat on every chunk, the first is kept. Made into text only when asked.
 */
final class RawFields {

    private final boolean keepSource;
    private final Map<String, Raw> fields = new LinkedHashMap<>(8);

    /**
     * @param keepSource whether the bytes given stay as they are: then nothing is copied
     */
    RawFields(boolean keepSource) {
        this.keepSource = keepSource;
    }

    private static final class Raw {
        byte[] bytes = {};
        int from;
        int to;
    }

    /** Takes the value at which the parser stands, and moves the parser to its end. */
    void take(String name, JsonParser parser, byte[] source, int offset) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL || (token == JsonToken.VALUE_STRING && fields.containsKey(name))) {
            return;
        }
        int from = offset + (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int to = offset + (int) parser.currentLocation().getByteOffset();
        boolean empty = token.isStructStart() && blank(source, from + 1, to - 1);
        if (!empty || !fields.containsKey(name)) {
            store(fields.computeIfAbsent(name, n -> new Raw()), source, from, to);
        }
    }

    private void store(Raw raw, byte[] source, int from, int to) {
        if (keepSource) {
            raw.bytes = source;
            raw.from = from;
            raw.to = to;
            return;
        }
        int length = to - from;
        if (raw.bytes.length < length) {
            raw.bytes = new byte[length];
        }
        System.arraycopy(source, from, raw.bytes, 0, length);
        raw.from = 0;
        raw.to = length;
    }

    private static boolean blank(byte[] source, int from, int to) {
        for (int i = from; i < to; i++) {
            if (source[i] > ' ' || source[i] < 0) {
                return false;
            }
        }
        return true;
    }

    boolean isEmpty() {
        return fields.isEmpty();
    }

    void addAll(RawFields others) {
        fields.putAll(others.fields);
    }

    /** The fields as a JSON object. */
    String toJson() {
        StringBuilder json = new StringBuilder("{");
        appendTo(json);
        return json.append('}').toString();
    }

    void appendTo(StringBuilder json) {
        fields.forEach((name, raw) -> {
            if (json.length() > 1 && json.charAt(json.length() - 1) != '{') {
                json.append(',');
            }
            json.append('"')
                    .append(JsonStringEncoder.getInstance().quoteAsString(name))
                    .append("\":")
                    .append(new String(raw.bytes, raw.from, raw.to - raw.from, StandardCharsets.UTF_8));
        });
    }
}
