package dev.portolan.recorded.schema;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.schema.SchemaDialect;
import dev.portolan.spi.support.schema.KeywordRules;
import dev.portolan.spi.support.schema.ObjectRules;
import dev.portolan.spi.support.schema.RuleDialect;
import dev.portolan.spi.support.schema.UnionRules;
import org.junit.jupiter.api.Test;

class SchemaPairsTest {

    /** All rules that change values, together. */
    private static final SchemaDialect EVERYTHING = RuleDialect.builder("everything")
            .rules(
                    UnionRules.rootWrittenOut("XX1"),
                    UnionRules.mergeAllOf("XX2"),
                    UnionRules.oneOfToAnyOf("XX3"),
                    ObjectRules.mapsToEntries("XX4"),
                    ObjectRules.noOpenObjects("XX4"),
                    ObjectRules.typed("XX5"),
                    ObjectRules.closed("XX6"),
                    ObjectRules.nullForAbsent("XX7"),
                    UnionRules.referenceInAnyOf("XX8"))
            .nullForAbsent()
            .entriesForMaps()
            .objectAtRoot("XX9")
            .build();

    @Test
    void aDialectOfAllRulesThatChangeValuesBringsEveryPairBack() {
        SchemaPairs.check(EVERYTHING);
    }

    @Test
    void aDialectThatForgetsTheWayBackIsFound() {
        SchemaDialect oneWay = RuleDialect.builder("one-way")
                .rules(ObjectRules.mapsToEntries("XX4"))
                .build();
        assertThatThrownBy(() -> SchemaPairs.check(oneWay))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("adapted");
    }

    @Test
    void aDialectThatTakesConstraintsAwayWithoutAWordIsFound() {
        SchemaDialect silent = RuleDialect.builder("silent")
                .rules(KeywordRules.drop("XX1", "maxLength", "minimum", "pattern", "const"))
                .build();
        assertThatThrownBy(() -> SchemaPairs.check(silent))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the wire takes");
    }
}
