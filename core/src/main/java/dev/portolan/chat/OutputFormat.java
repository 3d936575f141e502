package dev.portolan.chat;

import dev.portolan.schema.JsonSchema;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The form the answer's text must have: anything ({@link Text}), some JSON ({@link Json}), or JSON of a schema ({@link Schema}). */
public sealed interface OutputFormat {

    /** Free text, every vendor's default. */
    OutputFormat TEXT = new Text();

    /** A JSON object, of any shape. Some vendors also want the word "JSON" in the prompt. */
    OutputFormat JSON = new Json();

    /**
     * JSON that fits a schema.
     *
     * @param name a short name for the schema; letters, digits, {@code _} and {@code -} work everywhere
     * @param schema the schema
     * @return the format, with strictness left to the provider
     */
    static Schema schema(String name, JsonSchema schema) {
        return new Schema(name, schema, null, null);
    }

    /** Free text. */
    record Text() implements OutputFormat {}

    /** A JSON object of any shape. */
    record Json() implements OutputFormat {}

    /**
     * JSON that fits a schema.
     *
     * @param name a short name for the schema
     * @param schema the schema
     * @param description what the answer is, for the model, or {@code null}
     * @param strict whether the vendor shall enforce the schema: {@code true} refuses the call where it cannot; {@code null} leaves
     *     it to the provider, which enforces it where it can
     * @param mode how the answer is asked for; the call is refused where that is impossible. {@code null} leaves it to the table of
     *     modes, which always finds one
     */
    record Schema(
            String name,
            JsonSchema schema,
            @Nullable String description,
            @Nullable Boolean strict,
            @Nullable OutputMode mode)
            implements OutputFormat {

        /**
         * Checks the components.
         *
         * @param name as above
         * @param schema as above
         * @param description as above
         * @param strict as above
         * @param mode as above
         */
        public Schema {
            if (name == null || name.isBlank()) {
                throw new IllegalArgumentException("outputFormat: a schema must have a name");
            }
            Objects.requireNonNull(schema, "schema");
        }

        /**
         * A format whose mode is left to the table of modes.
         *
         * @param name as above
         * @param schema as above
         * @param description as above
         * @param strict as above
         */
        public Schema(String name, JsonSchema schema, @Nullable String description, @Nullable Boolean strict) {
            this(name, schema, description, strict, null);
        }

        /**
         * The same with a mode.
         *
         * @param value how the answer is to be asked for, or {@code null} to leave it to the table of modes
         * @return a format
         */
        public Schema withMode(@Nullable OutputMode value) {
            return new Schema(name, schema, description, strict, value);
        }

        @Override
        public String toString() {
            return "Schema[" + name + ", " + schema + (strict == null ? "" : ", strict=" + strict)
                    + (mode == null ? "" : ", " + mode) + "]";
        }
    }
}
