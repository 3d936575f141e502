package dev.portolan.schema;

import java.util.Objects;

/**
 * A JSON Schema (draft 2020-12, or a subset of it) as text.
 *
 * <p>The text is kept as it was given; providers translate it to what their wire accepts. Two schemas are equal when their
 * texts are. It nests at most 100 levels deep, counted in JSON objects and arrays.
 *
 * @param json the schema, a JSON object as text
 */
public record JsonSchema(String json) {

    /** The schema of an object without properties: the arguments of a tool that takes none. */
    public static final JsonSchema EMPTY_OBJECT = new JsonSchema("{\"type\":\"object\",\"properties\":{}}");

    /**
     * Checks the components.
     *
     * @param json as above
     */
    public JsonSchema {
        Objects.requireNonNull(json, "json");
        SchemaCheck.requireSchema(json);
    }

    /**
     * A schema from JSON text.
     *
     * @param json the schema as text
     * @return the schema
     * @throws IllegalArgumentException when the text is no JSON, no object, or no schema; the message names the place
     */
    public static JsonSchema of(String json) {
        return new JsonSchema(json);
    }

    @Override
    public String toString() {
        return "JsonSchema[" + json.length() + " chars]";
    }
}
