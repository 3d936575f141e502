package dev.portolan.schema;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Schema (draft 2020-12, or a subset of it) as text.
 *
 * <p>The text is kept as it was given; providers translate it to what their wire accepts. Two schemas are equal when their
 * texts are. It nests at most 100 levels deep, counted in JSON objects and arrays. Immutable and thread-safe.
 */
public final class JsonSchema {

    /** The schema of an object without properties: the arguments of a tool that takes none. */
    public static final JsonSchema EMPTY_OBJECT = new JsonSchema("{\"type\":\"object\",\"properties\":{}}");

    private final String json;

    /**
     * A schema from JSON text.
     *
     * @param json the schema, a JSON object as text
     * @throws IllegalArgumentException when the text is no JSON, no object, or no schema; the message names the place
     */
    public JsonSchema(String json) {
        this(Objects.requireNonNull(json, "json"), true);
    }

    private JsonSchema(String json, boolean check) {
        if (check) {
            SchemaCheck.requireSchema(json);
        }
        this.json = json;
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

    /** A schema in the words of a wire, which may be none by the meta-schema; on its way to that wire. */
    static JsonSchema ofWire(String json) {
        return new JsonSchema(json, false);
    }

    /**
     * The schema as it was given.
     *
     * @return a JSON object as text
     */
    public String json() {
        return json;
    }

    /**
     * Holds a value against this schema, by the rules of draft 2020-12. The formats {@code date}, {@code date-time}, {@code uuid},
     * {@code uri}, {@code email}, {@code ipv4} and {@code ipv6} are checked too; others say nothing. References lead nowhere
     * outside the schema and the meta-schemas.
     *
     * @param value JSON text; nothing is repaired in it
     * @return where it does not fit, in the order of checking; empty when it fits
     */
    public List<SchemaViolation> violations(String value) {
        return InstanceCheck.of(this).violations(Objects.requireNonNull(value, "value"));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonSchema that && json.equals(that.json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    @Override
    public String toString() {
        return "JsonSchema[" + json.length() + " chars]";
    }
}
