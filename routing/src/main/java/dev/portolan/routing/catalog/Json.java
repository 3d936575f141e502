package dev.portolan.routing.catalog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** JSON as catalogs use it: what is not known is left out, decimal numbers are texts. */
final class Json {

    /** Larger than any catalog by far; a file that is larger is refused before it fills the memory. */
    static final long LONGEST = 64L << 20;

    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxDocumentLength(LONGEST)
                            .maxNestingDepth(32)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static void put(ObjectNode node, String key, @Nullable String value) {
        if (value != null) {
            node.put(key, value);
        }
    }

    static void put(ObjectNode node, String key, @Nullable Boolean value) {
        if (value != null) {
            node.put(key, value);
        }
    }

    static void put(ObjectNode node, String key, @Nullable Long value) {
        if (value != null) {
            node.put(key, value);
        }
    }

    static void put(ObjectNode node, String key, @Nullable BigDecimal value) {
        if (value != null) {
            node.put(key, value.toPlainString());
        }
    }

    static void put(ObjectNode node, String key, @Nullable LocalDate value) {
        if (value != null) {
            node.put(key, value.toString());
        }
    }

    static void put(ObjectNode node, String key, Collection<String> values) {
        if (!values.isEmpty()) {
            ArrayNode array = array();
            values.forEach(array::add);
            node.set(key, array);
        }
    }

    static void put(ObjectNode node, String key, JsonNode value) {
        if (!value.isEmpty()) {
            node.set(key, value);
        }
    }

    /** Writes a value where it is not the unstated one; one that is not known where the other is, as {@code null}. */
    static void difference(ObjectNode node, String key, @Nullable Long value, @Nullable Long unstated) {
        if (value == null ? unstated != null : !value.equals(unstated)) {
            node.put(key, value);
        }
    }
}
