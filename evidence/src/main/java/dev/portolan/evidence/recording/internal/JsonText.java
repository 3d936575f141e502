package dev.portolan.evidence.recording.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.portolan.spi.support.Redactor;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** JSON that travels as text: arguments, schemas, vendor options and state. */
public final class JsonText {

    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(500)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private static final String PROBE = "aaaaaaaa";

    private JsonText() {}

    /**
     * Redacts names and values as they are meant, with escapes undone, and a value by the name it stands under: {@code
     * "password":"open sesame"} has no form of its own. What is no JSON is redacted as plain text.
     *
     * @return the same text, byte for byte, when nothing was found
     */
    static String redact(String json, Redactor redactor) {
        String start = json.stripLeading();
        if (!start.startsWith("{") && !start.startsWith("[")) {
            return redactor.redact(json);
        }
        StringWriter out = new StringWriter(json.length());
        try (JsonParser in = FACTORY.createParser(json);
                JsonGenerator gen = FACTORY.createGenerator(out)) {
            boolean changed = redact(in, gen, redactor);
            gen.flush();
            return changed ? out.toString() : json;
        } catch (IOException e) {
            // No JSON: a call that was cut off, or a vendor's plain words.
            return redactor.redact(json);
        }
    }

    private static boolean redact(JsonParser in, JsonGenerator out, Redactor redactor) throws IOException {
        UnaryOperator<@Nullable String> secretOf = secretNames(redactor);
        boolean changed = false;
        String name = null;
        for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
            if (token == JsonToken.FIELD_NAME) {
                name = in.currentName();
                String clean = redactor.redact(name);
                changed |= !clean.equals(name);
                out.writeFieldName(clean);
            } else if (token == JsonToken.VALUE_STRING || token.isNumeric()) {
                String value = in.getText();
                String secret = name == null || value.length() < 4 ? null : secretOf.apply(name);
                String clean = secret != null ? secret : redactor.redact(value);
                boolean same = clean.equals(value);
                changed |= !same;
                if (token == JsonToken.VALUE_STRING || !same) {
                    out.writeString(clean);
                } else {
                    out.writeNumber(value);
                }
            } else {
                if (token == JsonToken.START_OBJECT || token == JsonToken.END_OBJECT) {
                    name = null;
                }
                out.copyCurrentEvent(in);
            }
        }
        return changed;
    }

    /** What stands in place of a value under a name that the redactor takes for that of a secret; null under any other. */
    private static UnaryOperator<@Nullable String> secretNames(Redactor redactor) {
        Map<String, String> known = new HashMap<>();
        return name -> {
            String left = known.computeIfAbsent(String.valueOf(name), any -> {
                String before = any + ": ";
                String after = redactor.redact(before + PROBE);
                return after.startsWith(before) ? after.substring(before.length()) : "[redacted]";
            });
            return left.equals(PROBE) ? null : left;
        };
    }

    /** One spelling for equal JSON: no white space, keys sorted, numbers as they are. What is no JSON stays as it is. */
    static String canonical(String json) {
        try (JsonParser in = FACTORY.createParser(json)) {
            in.nextToken();
            String canonical = canonical(in);
            return in.nextToken() == null ? canonical : json;
        } catch (IOException e) {
            return json;
        }
    }

    private static String canonical(JsonParser in) throws IOException {
        JsonToken token = in.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, String> fields = new TreeMap<>();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                in.nextToken();
                fields.put(name, quoted(name) + ":" + canonical(in));
            }
            return "{" + String.join(",", fields.values()) + "}";
        }
        if (token == JsonToken.START_ARRAY) {
            List<String> items = new ArrayList<>();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                items.add(canonical(in));
            }
            return "[" + String.join(",", items) + "]";
        }
        return token == JsonToken.VALUE_STRING ? quoted(in.getText()) : String.valueOf(in.getText());
    }

    /** A JSON string. */
    public static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, out);
        return out.append('"').toString();
    }
}
