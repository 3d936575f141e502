package dev.portolan.spi.support;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as the wires read and write it: one factory and mapper for all, bounded in depth and sizes, numbers kept as they are
 * written. Thread-safe.
 *
 * <p>Buffers are pooled without regard to threads, so that a thousand streams on virtual threads hold no thousand buffers;
 * parsers and generators must be closed for that.
 */
public final class WireJson {

    /** How deep objects and arrays may nest. */
    public static final int MAX_DEPTH = 200;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(256 * 1024 * 1024)
                    .maxNameLength(64 * 1024)
                    .maxNumberLength(1000)
                    .build())
            .build();

    private static final ObjectMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private WireJson() {}

    /**
     * The factory of parsers and generators.
     *
     * @return the one factory
     */
    public static JsonFactory factory() {
        return FACTORY;
    }

    /**
     * The mapper for trees, for where a stream of tokens does not serve. Decimals keep their digits.
     *
     * @return the one mapper; not to be configured
     */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /**
     * The value at which a parser stands as text, and the parser moved to the value's last token.
     *
     * @param parser stands at the first token of a value
     * @return the value as JSON text; numbers and key order are kept, white space is not
     * @throws IOException when the JSON is broken or over a limit
     */
    public static String copy(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return "null";
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            copy(parser, out);
        }
        return text.toString();
    }

    /**
     * Writes the value at which a parser stands, and moves the parser to the value's last token. Unlike Jackson's own copy it
     * never computes a decimal, so that it takes numbers that are beyond every Java type.
     *
     * @param parser stands at the first token of a value
     * @param out receives the value, its numbers digit for digit
     * @throws IOException when the JSON is broken or over a limit
     */
    public static void copy(JsonParser parser, JsonGenerator out) throws IOException {
        int depth = 0;
        do {
            JsonToken token = parser.currentToken();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (token == JsonToken.VALUE_NUMBER_FLOAT) {
                out.writeNumber(parser.getText());
            } else {
                out.copyCurrentEvent(parser);
            }
        } while (depth > 0 && parser.nextToken() != null);
    }

    /**
     * The value at which a parser over bytes stands, byte for byte, and the parser moved to the value's last token.
     *
     * @param parser reads {@code source} from {@code offset} on, and stands at the first token of a value
     * @param source what it reads, UTF-8
     * @param offset where its input starts in it
     * @return the value as JSON text, as the vendor wrote it
     * @throws IOException when the JSON is broken or over a limit
     */
    public static String slice(JsonParser parser, byte[] source, int offset) throws IOException {
        int start = offset + (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        if (parser.currentToken().isScalarValue()) {
            parser.finishToken();
        }
        int end = offset + (int) parser.currentLocation().getByteOffset();
        return new String(source, start, end - start, StandardCharsets.UTF_8);
    }

    /**
     * A text as a tree.
     *
     * @param json JSON text
     * @return the tree
     * @throws IllegalArgumentException when the text is no JSON; the message quotes nothing of it
     */
    public static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException | NumberFormatException e) {
            // The second for an exponent that no decimal can have.
            throw new IllegalArgumentException("No JSON text: it breaks off or is malformed");
        }
    }

    /** Writes the members of an object. */
    @FunctionalInterface
    public interface Members {
        /**
         * Writes them.
         *
         * @param json stands within the object
         * @throws IOException never, since nothing but memory is written to; generators declare it
         */
        void writeTo(JsonGenerator json) throws IOException;
    }

    /**
     * An object as UTF-8 bytes, written through pooled buffers.
     *
     * @param members writes its members
     * @return JSON
     */
    public static byte[] object(Members members) {
        BufferRecycler buffers = FACTORY._getBufferRecycler();
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(buffers)) {
            try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
                json.writeStartObject();
                members.writeTo(json);
                json.writeEndObject();
            }
            return bytes.getClearAndRelease();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            buffers.releaseToPool();
        }
    }

    /**
     * A request's body with vendor options merged in.
     *
     * @param body the request, a JSON object
     * @param options a JSON object as text, or {@code null} for none
     * @return the merged request; {@code body} itself when there is nothing to merge
     */
    public static byte[] merged(byte[] body, @Nullable String options) {
        if (options == null) {
            return body;
        }
        try {
            ObjectNode whole = (ObjectNode) MAPPER.readTree(body);
            merge(whole, tree(options));
            return bytes(whole);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A tree as UTF-8 bytes.
     *
     * @param tree the tree
     * @return JSON
     */
    public static byte[] bytes(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Whether a text is a JSON object, read without building it.
     *
     * @param json any text, or {@code null}
     * @return true for an object with nothing but white space after it
     */
    public static boolean isObject(@Nullable String json) {
        if (json == null) {
            return false;
        }
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Merges vendor options into a request: objects key by key, what is in an array under {@code tools} at the top is
     * appended, every other value replaces what is there.
     *
     * @param into the request, changed
     * @param options what to merge
     */
    public static void merge(ObjectNode into, JsonNode options) {
        merge(into, options, true);
    }

    private static void merge(ObjectNode into, JsonNode options, boolean top) {
        for (Map.Entry<String, JsonNode> field : options.properties()) {
            JsonNode present = into.get(field.getKey());
            JsonNode given = field.getValue();
            if (present instanceof ObjectNode object && given.isObject()) {
                merge(object, given, false);
            } else if (top && field.getKey().equals("tools") && present instanceof ArrayNode array && given.isArray()) {
                given.forEach(array::add);
            } else {
                into.set(field.getKey(), given);
            }
        }
    }
}
