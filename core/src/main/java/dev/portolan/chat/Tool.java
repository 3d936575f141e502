package dev.portolan.chat;

import dev.portolan.schema.JsonSchema;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A function that the model may ask the application to run.
 *
 * @param name the name the model calls it by; letters, digits, {@code _} and {@code -} work everywhere
 * @param description what it does and when to use it, for the model; possibly empty
 * @param parameters the schema of its arguments, an object schema
 * @param strict whether the vendor shall make sure that arguments fit the schema; {@code null} leaves it to the provider
 */
public record Tool(
        String name,
        String description,
        JsonSchema parameters,
        @Nullable Boolean strict) {

    /**
     * Checks the components.
     *
     * @param name as above
     * @param description as above
     * @param parameters as above
     * @param strict as above
     */
    public Tool {
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("tools: a tool must have a name");
        }
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(parameters, "parameters");
    }

    /**
     * A tool whose strictness is left to the provider.
     *
     * @param name the name the model calls it by
     * @param description what it does and when to use it
     * @param parameters the schema of its arguments, as JSON text
     * @return the tool
     * @throws IllegalArgumentException when the name is blank or the schema is no schema
     */
    public static Tool of(String name, String description, String parameters) {
        JsonSchema schema;
        try {
            schema = JsonSchema.of(parameters);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("tools: the parameters of " + name + ": " + e.getMessage(), e);
        }
        return new Tool(name, description, schema, null);
    }

    @Override
    public String toString() {
        return "Tool[" + name + ", description=" + description.length() + " chars, " + parameters
                + (strict == null ? "" : ", strict=" + strict) + "]";
    }
}
