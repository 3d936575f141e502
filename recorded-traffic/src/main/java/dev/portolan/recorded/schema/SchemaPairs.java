package dev.portolan.recorded.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.schema.CompiledSchema;
import dev.portolan.schema.JsonSchema;
import dev.portolan.schema.SchemaDialect;
import dev.portolan.schema.SchemaUse;
import dev.portolan.spi.support.WireJson;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Holds a dialect against pairs of a schema and a value that fits it, made by chance, for answers and for tools in turn. The value in the
 * wire's words must fit the wire's schema, come back as it was, and fit the original one. A value near it that the wire's schema takes
 * must fit the original one too, where the dialect says that nothing is lost.
 *
 * <p>{@code -Dportolan.schemas.pairs=100000} is the full run, {@code -Dportolan.schemas.seed} says where the seeds begin; the same seeds
 * give the same pairs.
 */
public final class SchemaPairs {

    private static final int PAIRS = Integer.getInteger("portolan.schemas.pairs", 200);
    private static final int FIRST_SEED = Integer.getInteger("portolan.schemas.seed", 0);
    private static final int VALUES = 5;
    private static final int NEAR = 4;
    /** How many schemas of a wire are held against the meta-schema, which costs more than all the rest. */
    private static final int CHECKED = 1_000;

    private final SchemaDialect dialect;
    private final @Nullable UnaryOperator<String> reading;
    private int refused;
    private int enforced;
    private int pairs;
    private int schemas;
    private int near;

    private SchemaPairs(SchemaDialect dialect, @Nullable UnaryOperator<String> reading) {
        this.dialect = dialect;
        this.reading = reading;
    }

    /** Fails at the first pair that does not come back. */
    public static void check(SchemaDialect dialect) {
        new SchemaPairs(dialect, null).run();
    }

    /**
     * The same for a wire whose schemas are not JSON Schema.
     *
     * @param reading makes JSON Schema of the wire's schema
     */
    public static void check(SchemaDialect dialect, UnaryOperator<String> reading) {
        new SchemaPairs(dialect, reading).run();
    }

    private void run() {
        for (int seed = FIRST_SEED; pairs < PAIRS; seed++) {
            document(seed);
        }
        System.out.printf(
                "%s: %d pairs came back, of %d schemas; %d were enforced; %d values near them taken; %d schemas refused%n",
                dialect.name(), pairs, schemas, enforced, near, refused);
        assertThat(enforced).as("schemas that are enforced").isPositive();
    }

    private void document(int seed) {
        RandomSchemas.Kind kind = new RandomSchemas(seed).document();
        JsonSchema original = JsonSchema.of(kind.schema().toString());
        SchemaUse use = seed % 2 == 0 ? SchemaUse.TOOL : SchemaUse.OUTPUT;
        CompiledSchema compiled = dialect.compile(original, use, true);
        if (!compiled.refused().isEmpty()) {
            refused++;
            return;
        }
        schemas++;
        enforced += compiled.strict() ? 1 : 0;
        JsonSchema wire = read(compiled);
        Random random = new Random(seed);
        for (int i = 0; i < VALUES; i++) {
            String value = kind.values().apply(3).toString();
            String pair = "seed " + seed + ": " + original.json() + " -> " + compiled.wire() + " with " + value;
            String adapted = pair(original, compiled, wire, value, pair);
            for (int k = 0; k < NEAR && compiled.losses().isEmpty(); k++) {
                near(original, compiled, wire, NearValues.near(WireJson.tree(adapted), random), pair);
            }
            pairs++;
        }
    }

    private JsonSchema read(CompiledSchema compiled) {
        if (reading == null && schemas > CHECKED) {
            return compiled.forWire();
        }
        try {
            return JsonSchema.of(reading == null ? compiled.wire() : reading.apply(compiled.wire()));
        } catch (AssertionError | IllegalArgumentException e) {
            throw new AssertionError(compiled.original().json() + " -> " + compiled.wire() + ": " + e.getMessage(), e);
        }
    }

    private static String pair(
            JsonSchema original, CompiledSchema compiled, JsonSchema wire, String value, String pair) {
        assertThat(original.violations(value)).as(pair).isEmpty();
        String adapted = compiled.adapt(value);
        assertThat(wire.violations(adapted)).as("%s adapted %s", pair, adapted).isEmpty();
        String restored = compiled.restore(adapted);
        assertThat(original.violations(restored))
                .as("%s restored %s", pair, restored)
                .isEmpty();
        assertThat(withoutNulls(WireJson.tree(restored))).as(pair).isEqualTo(withoutNulls(WireJson.tree(value)));
        return adapted;
    }

    private void near(JsonSchema original, CompiledSchema compiled, JsonSchema wire, JsonNode changed, String pair) {
        String value = changed.toString();
        if (!wire.violations(value).isEmpty()) {
            return;
        }
        near++;
        String restored = compiled.restore(value);
        assertThat(original.violations(restored))
                .as("%s: the wire takes %s, restored %s", pair, value, restored)
                .isEmpty();
    }

    /** Where a property may be absent or null, the way back cannot tell which it was. */
    private static @Nullable JsonNode withoutNulls(@Nullable JsonNode value) {
        if (value == null) {
            return null;
        }
        if (value instanceof ObjectNode object) {
            object.properties().removeIf(member -> member.getValue().isNull());
        }
        value.forEach(SchemaPairs::withoutNulls);
        return value;
    }
}
