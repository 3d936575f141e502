package dev.portolan.spi.support.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Tells objects with named properties from maps, whose keys are data. */
final class Maps {

    private Maps() {}

    /** An object, or something else but a list, without properties of its own whose members all fit one schema. */
    static boolean isMap(JsonNode schema) {
        List<String> types = Types.of(schema);
        // A list could not be told from the list that a map becomes.
        return types.contains("object")
                && !types.contains("array")
                && schema.path("properties").isEmpty()
                && schema.path("patternProperties").isEmpty()
                && schema.path("additionalProperties").isObject()
                && !schema.path("additionalProperties").isEmpty();
    }

    /** An object that takes anything. */
    static boolean isOpen(JsonNode schema) {
        JsonNode others = schema.path("additionalProperties");
        boolean anything = (others.isObject() && others.isEmpty()) || others.asBoolean(false);
        boolean unsaid = others.isMissingNode() && !schema.has("properties");
        return Types.of(schema).contains("object") && (anything || unsaid);
    }
}
