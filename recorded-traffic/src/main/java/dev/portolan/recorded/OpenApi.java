package dev.portolan.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** A description of an API in OpenAPI, against whose schemas bodies are held. Thread-safe. */
public final class OpenApi {

    private final JsonNode components;
    private final Validator validator;
    private final ConcurrentMap<String, URI> schemas = new ConcurrentHashMap<>();

    /**
     * A description.
     *
     * @param specification the whole of it; it is made a schema of today
     */
    public OpenApi(JsonNode specification) {
        modernise(specification);
        this.components = specification.path("components");
        this.validator = new ValidatorFactory()
                .withJsonNodeFactory(new JacksonNode.Factory())
                .withDisabledSchemaValidation(true)
                .createValidator();
    }

    /** OpenAPI 3.0 writes exclusive bounds and what may be null as flags, which a schema of today has otherwise. */
    private static void modernise(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (String flag : List.of("exclusiveMinimum", "exclusiveMaximum")) {
                if (object.path(flag).isBoolean()) {
                    object.remove(flag);
                }
            }
            if (object.has("oneOf") && !object.has("anyOf")) {
                // Vendors write oneOf where they mean any: their alternatives overlap.
                object.set("anyOf", object.remove("oneOf"));
            }
            if (object.path("nullable").asBoolean()) {
                ObjectNode given = object.deepCopy();
                given.remove("nullable");
                object.removeAll();
                object.putArray("anyOf").add(given).addObject().put("type", "null");
            }
        }
        node.forEach(OpenApi::modernise);
    }

    /**
     * What of a body is not as described.
     *
     * @param schema the name of its schema
     * @param body JSON
     * @return each mistake with its place; none when all is right
     */
    public List<String> mistakes(String schema, String body) {
        URI uri = schemas.computeIfAbsent(schema, name -> {
            ObjectNode root = JsonNodeFactory.instance.objectNode();
            root.put("$ref", "#/components/schemas/" + name);
            root.set("components", components);
            return validator.registerSchema(URI.create("urn:portolan:" + name), root.toString());
        });
        return validator.validate(uri, body).getErrors().stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getError())
                .distinct()
                .toList();
    }
}
