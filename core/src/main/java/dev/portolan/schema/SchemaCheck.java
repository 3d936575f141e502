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
import dev.harrel.jsonschema.Dialects;
import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.SpecificationVersion;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Tells whether a text is a JSON Schema. Texts found good are remembered, since tools are often built anew per call. */
final class SchemaCheck {

    private static final int REMEMBERED = 512;
    /** The validator recurses by a dozen frames a level: deeper ones from a stranger's tool would overflow the stack. */
    private static final int DEPTH = 100;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Validator META_SCHEMA = new ValidatorFactory()
            .withJsonNodeFactory(new JacksonNode.Factory(MAPPER))
            .withDefaultDialect(new Dialects.Draft2020Dialect())
            .createValidator();
    private static final Set<String> GOOD =
            Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                    return size() > REMEMBERED;
                }
            }));

    private SchemaCheck() {}

    static void requireSchema(String json) {
        if (GOOD.contains(json)) {
            return;
        }
        JsonNode schema = parse(json);
        if (!schema.isObject()) {
            throw new IllegalArgumentException("A JSON schema must be a JSON object, not "
                    + schema.getNodeType().name().toLowerCase(java.util.Locale.ROOT));
        }
        Validator.Result result =
                META_SCHEMA.validate(java.net.URI.create(SpecificationVersion.DRAFT2020_12.getId()), schema);
        if (!result.isValid()) {
            Error first = result.getErrors().get(0);
            throw new IllegalArgumentException("Not a JSON schema at " + place(first.getInstanceLocation())
                    + ": see the meta-schema of draft 2020-12 for the keyword there");
        }
        GOOD.add(json);
    }

    private static String place(String pointer) {
        return pointer.isEmpty() ? "its root" : pointer;
    }

    private static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (StreamConstraintsException e) {
            throw new IllegalArgumentException("A JSON schema must not nest deeper than " + DEPTH + " levels");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A JSON schema must be JSON: it does not parse at line "
                    + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr());
        }
    }
}
