package dev.portolan.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Text to a tree, within limits. Says where a mistake is, never what stands there. */
final class JsonReader {

    private final JsonFactory factory;
    private final Limits limits;

    JsonReader(Limits limits) {
        this.limits = limits;
        this.factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth())
                        .maxStringLength(limits.stringChars())
                        .maxDocumentLength(limits.documentChars())
                        .maxNameLength(Limits.NAME_CHARS)
                        .build())
                .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                // Names come from strangers: they must not fill the JVM's table of interned strings.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }

    Json read(String text) {
        if (text.length() > limits.documentChars()) {
            throw tooLarge();
        }
        return inMemory(() -> factory.createParser(text));
    }

    Json read(byte[] text) {
        return inMemory(() -> factory.createParser(text));
    }

    Json read(InputStream text) throws IOException {
        return read(() -> factory.createParser(text));
    }

    private Json inMemory(Source source) {
        try {
            return read(source);
        } catch (IOException e) {
            throw new JsonFormatException("$", "is no JSON in UTF-8");
        }
    }

    private Json read(Source source) throws IOException {
        try (JsonParser parser = source.open()) {
            if (parser.nextToken() == null) {
                throw new JsonFormatException("$", "is empty");
            }
            Json value = value(parser);
            if (parser.nextToken() != null) {
                throw new JsonFormatException("$", "is followed by something else");
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw tooLarge();
        } catch (JsonProcessingException e) {
            throw new JsonFormatException(
                    "$",
                    "is no JSON: it does not parse at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr());
        } catch (CharConversionException e) {
            throw new JsonFormatException("$", "is no JSON in UTF-8");
        }
    }

    private JsonFormatException tooLarge() {
        return new JsonFormatException(
                "$",
                "is more than is read: nested over " + limits.depth() + " levels, a string over "
                        + limits.stringChars() + " or a document over " + limits.documentChars()
                        + " characters, a name over " + Limits.NAME_CHARS + " or a number over 1000");
    }

    private static Json value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> new Json.Text(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(parser.getText());
            case VALUE_TRUE, VALUE_FALSE -> new Json.Bool(parser.getBooleanValue());
            case VALUE_NULL -> Json.Null.NULL;
            default -> throw new IllegalStateException("A JSON value cannot begin with " + parser.currentToken());
        };
    }

    private static Json object(JsonParser parser) throws IOException {
        Map<String, Json> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value(parser));
        }
        return new Json.Obj(fields);
    }

    private static Json array(JsonParser parser) throws IOException {
        List<Json> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser));
        }
        return new Json.Arr(items);
    }

    private interface Source {

        JsonParser open() throws IOException;
    }
}
