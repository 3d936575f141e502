package dev.portolan.wire.anthropic;

import dev.portolan.schema.SchemaDialect;
import dev.portolan.spi.support.schema.KeywordRules;
import dev.portolan.spi.support.schema.ObjectRules;
import dev.portolan.spi.support.schema.RuleDialect;
import dev.portolan.spi.support.schema.RuleDialect.Strictness;
import dev.portolan.spi.support.schema.SchemaRule;
import dev.portolan.spi.support.schema.UnionRules;
import java.util.ArrayList;
import java.util.List;

/**
 * JSON Schema as Claude takes it where it is enforced: https://platform.claude.com/docs/en/build-with-claude/structured-outputs,
 * JSON Schema limitations, as of 2026-11. Answers are always enforced; tools are when they are asked to be (AN6), and else are
 * sent as they were written. A list may have to hold one item at the least; a larger {@code minItems} is refused by the vendor, as is
 * a definition that leads to itself (AN7).
 */
public final class AnthropicDialect {

    private static final List<SchemaRule> RULES = List.of(
            UnionRules.noRecursion("AN7"),
            UnionRules.referenceAlone("AN1"),
            UnionRules.oneOfToAnyOf("AN2"),
            ObjectRules.noMaps("AN3"),
            ObjectRules.closed("AN3"),
            KeywordRules.describe(
                    "AN4",
                    "minimum",
                    "maximum",
                    "exclusiveMinimum",
                    "exclusiveMaximum",
                    "multipleOf",
                    "minLength",
                    "maxLength",
                    "pattern",
                    "maxItems",
                    "uniqueItems",
                    "minProperties",
                    "maxProperties",
                    "not"),
            KeywordRules.atMost("AN4", "minItems", 1),
            KeywordRules.formats(
                    "AN5",
                    "date-time",
                    "time",
                    "date",
                    "duration",
                    "email",
                    "hostname",
                    "ipv4",
                    "ipv6",
                    "uuid",
                    "uri"));

    private static final SchemaDialect STRICT = behind("anthropic");

    private AnthropicDialect() {}

    /**
     * The dialect of Claude, whoever serves it through this wire.
     *
     * @return the one dialect
     */
    public static SchemaDialect strict() {
        return STRICT;
    }

    /**
     * The dialect of Claude behind a host with rules of its own.
     *
     * @param name the dialect's short name
     * @param host the host's rules, applied before Claude's
     * @return a dialect, to be kept: it remembers what it compiled
     */
    public static RuleDialect behind(String name, SchemaRule... host) {
        List<SchemaRule> all = new ArrayList<>(List.of(host));
        all.addAll(RULES);
        return RuleDialect.builder(name)
                .strictness(Strictness.ON_REQUEST, Strictness.ALWAYS)
                .enforcedOutput("AN3")
                .rules(all.toArray(SchemaRule[]::new))
                .build();
    }
}
