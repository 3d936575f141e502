package dev.portolan.schema;

import org.jspecify.annotations.Nullable;

/**
 * JSON Schema as one wire understands it. Vendors take subsets of their own and refuse or ignore the rest; a dialect rewrites a
 * schema so that it is taken, and tells what was lost on the way. Implementations are thread-safe, and the same schema gives the
 * same result.
 */
public interface SchemaDialect {

    /**
     * Which dialect it is.
     *
     * @return a short name, such as {@code openai}
     */
    String name();

    /**
     * Rewrites a schema for the wire.
     *
     * @param schema the schema
     * @param use what it is for
     * @param strict whether the vendor shall enforce it; {@code null} leaves that to the dialect, which enforces where nothing is
     *     lost by it, or as its vendor does
     * @return the schema for the wire, with what was lost; never fails for what the wire cannot take, see {@link
     *     CompiledSchema#refused()}
     */
    CompiledSchema compile(JsonSchema schema, SchemaUse use, @Nullable Boolean strict);

    /**
     * Whether this dialect may have a schema enforced though nobody said so. Where it never does, a flag that nobody set is not sent.
     *
     * @param use what the schema is for
     * @return by default true
     */
    default boolean enforcesUnasked(SchemaUse use) {
        return true;
    }
}
