package dev.portolan.spi.support.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.schema.CompiledSchema;
import dev.portolan.schema.JsonSchema;
import dev.portolan.schema.SchemaUse;
import dev.portolan.spi.support.WireJson;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pairs of a schema and a value that fits it, made by chance. {@code -Dportolan.schemas.pairs=100000} is the full run; the same
 * seeds give the same pairs.
 */
class RandomSchemasTest {

    private static final int PAIRS = Integer.getInteger("portolan.schemas.pairs", 120);
    private static final int VALUES = 3;

    static Stream<RuleDialect> dialects() {
        return Stream.of(
                VendorDialects.GEMINI_JSON,
                VendorDialects.GEMINI_OPENAPI,
                VendorDialects.ANTHROPIC,
                VendorDialects.BEDROCK,
                VendorDialects.BEDROCK_INLINED,
                VendorDialects.OLLAMA,
                VendorDialects.EVERYTHING);
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void whatTheWireAcceptsFitsTheOriginalAfterTheWayBack(RuleDialect dialect) {
        int enforced = 0;
        for (int seed = 0; seed * VALUES < PAIRS; seed++) {
            RandomSchemas.Kind kind = new RandomSchemas(seed).document();
            String text = kind.schema().toString();
            CompiledSchema compiled = dialect.compile(JsonSchema.of(text), SchemaUse.OUTPUT, true);
            if (!compiled.refused().isEmpty()) {
                continue;
            }
            enforced += compiled.strict() ? 1 : 0;
            Fitting original = new Fitting(kind.schema());
            boolean openApi = dialect == VendorDialects.GEMINI_OPENAPI;
            Fitting wire = openApi ? original : new Fitting((ObjectNode) WireJson.tree(compiled.wire()));
            for (int i = 0; i < VALUES; i++) {
                JsonNode value = kind.values().apply(3);
                String pair = "seed " + seed + ": " + text + " -> " + compiled.wire() + " with " + value;
                assertThat(original.fits("", value)).as(pair).isTrue();
                String adapted = compiled.adapt(value.toString());
                assertThat(openApi || wire.fits("", WireJson.tree(adapted)))
                        .as(pair + " adapted " + adapted)
                        .isTrue();
                JsonNode restored = WireJson.tree(compiled.restore(adapted));
                assertThat(original.fits("", restored))
                        .as(pair + " restored " + restored)
                        .isTrue();
                assertThat(withoutNulls(restored)).as(pair).isEqualTo(withoutNulls(WireJson.tree(value.toString())));
            }
        }
        assertThat(enforced).isPositive();
    }

    /** Where a property may be absent or null, the way back cannot tell which it was. */
    private static JsonNode withoutNulls(JsonNode value) {
        if (value instanceof ObjectNode object) {
            object.properties().removeIf(member -> member.getValue().isNull());
        }
        value.forEach(RandomSchemasTest::withoutNulls);
        return value;
    }
}
