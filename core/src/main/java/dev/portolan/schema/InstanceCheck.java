package dev.portolan.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.harrel.jsonschema.Dialects;
import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A schema made ready to hold values against it. The latest are remembered, since tools are often built anew per call. */
final class InstanceCheck {

    private static final int REMEMBERED = 512;
    /** The validator recurses by a dozen frames a level. */
    private static final int DEPTH = 100;
    /** The greatest double has some 300 digits; computing with numbers far beyond takes for ever. */
    private static final int MOST_DIGITS = 1_000;

    private static final String NAME = "urn:portolan:schema";
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH)
                            .maxStringLength(256 * 1024 * 1024)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final Map<JsonSchema, InstanceCheck> KNOWN = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<JsonSchema, InstanceCheck> eldest) {
            return size() > REMEMBERED;
        }
    };

    private final ObjectNode schema;
    private final Validator validator;
    private final URI name;

    private InstanceCheck(JsonSchema given) {
        this.schema = parsed(given);
        // Whatever draft it names, it was taken as one of 2020-12.
        schema.remove("$schema");
        this.validator = new ValidatorFactory()
                .withJsonNodeFactory(new JacksonNode.Factory(MAPPER))
                .withDefaultDialect(new Dialects.Draft2020Dialect())
                .withEvaluatorFactory(new AssertedFormats())
                // Done when the schema was made; it costs ten times what all the rest does.
                .withDisabledSchemaValidation(true)
                .createValidator();
        this.name = validator.registerSchema(URI.create(NAME), schema);
    }

    static InstanceCheck of(JsonSchema schema) {
        LOCK.lock();
        try {
            InstanceCheck known = KNOWN.get(schema);
            if (known != null) {
                return known;
            }
        } finally {
            LOCK.unlock();
        }
        InstanceCheck made = new InstanceCheck(schema);
        LOCK.lock();
        try {
            KNOWN.put(schema, made);
        } finally {
            LOCK.unlock();
        }
        return made;
    }

    private static ObjectNode parsed(JsonSchema given) {
        try {
            return (ObjectNode) MAPPER.readTree(given.json());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A schema was taken that does not parse");
        }
    }

    List<SchemaViolation> violations(String text) {
        JsonNode value;
        try {
            value = MAPPER.readTree(text);
        } catch (StreamConstraintsException e) {
            return noJson("The text must not nest deeper than " + DEPTH + " levels, nor hold numbers of 1000 digits");
        } catch (JsonProcessingException e) {
            return noJson("The text must be one JSON value: it does not parse at line "
                    + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr());
        } catch (NumberFormatException e) {
            // An exponent that no decimal can have.
            return noJson("A number is beyond all bounds");
        }
        if (value.isMissingNode()) {
            return noJson("The text must be one JSON value: it is empty");
        }
        if (beyondBounds(value)) {
            return noJson("A number is beyond all bounds");
        }
        try {
            return validator.validate(name, value).getErrors().stream()
                    .map(error -> violation(error, value))
                    .toList();
        } catch (StackOverflowError e) {
            return List.of(new SchemaViolation("", "$ref", "The schema leads to itself without end"));
        }
    }

    private static List<SchemaViolation> noJson(String message) {
        return List.of(new SchemaViolation("", "json", message));
    }

    private static boolean beyondBounds(JsonNode value) {
        if (value.isBigDecimal()) {
            return Math.abs((long) value.decimalValue().scale()) > MOST_DIGITS;
        }
        for (JsonNode inner : value) {
            if (beyondBounds(inner)) {
                return true;
            }
        }
        return false;
    }

    private SchemaViolation violation(Error error, JsonNode value) {
        String place = error.getInstanceLocation();
        String keyword = error.getKeyword();
        if (keyword == null) {
            // A schema that is false: nothing may stand there.
            String path = error.getEvaluationPath();
            return new SchemaViolation(place, path.substring(path.lastIndexOf('/') + 1), "Nothing is allowed here");
        }
        return new SchemaViolation(
                place,
                keyword,
                ViolationText.of(keyword, demanded(error.getSchemaLocation(), keyword), value.at(place)));
    }

    /** What the keyword says; nothing when its schema is none of this document. */
    private @Nullable JsonNode demanded(String location, String keyword) {
        int fragment = location.indexOf('#');
        if (fragment < 0) {
            return null;
        }
        String pointer = location.substring(fragment + 1);
        JsonNode at = pointer.isEmpty() ? schema : pointer.startsWith("/") ? schema.at(pointer) : null;
        return at == null ? null : at.get(keyword);
    }
}
