package dev.portolan.recorded.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.schema.CompiledSchema;
import dev.portolan.schema.JsonSchema;
import dev.portolan.schema.SchemaDialect;
import dev.portolan.schema.SchemaLoss;
import dev.portolan.schema.SchemaUse;
import dev.portolan.spi.support.WireJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Schemas through one dialect, each rule on the smallest schema that shows it. JSON is written with {@code '} for quotes.
 *
 * @param dialect the dialect
 * @param use what the schemas are for
 */
public record DialectCases(SchemaDialect dialect, SchemaUse use) {

    /** Compiles a schema that is to be enforced. */
    public CompiledSchema compiled(String schema) {
        return compiled(schema, true);
    }

    /** Compiles a schema. */
    public CompiledSchema compiled(String schema, @Nullable Boolean strict) {
        return dialect.compile(JsonSchema.of(schema.replace('\'', '"')), use, strict);
    }

    /** Requires that a schema is enforced in these words. */
    public void requireWire(String schema, String wire) {
        assertThat(WireJson.tree(compiled(schema).wire())).isEqualTo(WireJson.tree(wire.replace('\'', '"')));
    }

    /** Requires that a schema is enforced as it is written. */
    public void requireUnchanged(String schema) {
        requireWire(schema, schema);
        assertThat(compiled(schema).losses()).isEmpty();
    }

    /** The rules by which something of a schema is lost. */
    public List<String> lossesOf(String schema) {
        return compiled(schema).losses().stream().map(SchemaLoss::rule).toList();
    }

    /** The rules by which a schema is refused. */
    public List<String> refusalsOf(String schema) {
        return compiled(schema).refused().stream().map(SchemaLoss::rule).toList();
    }
}
