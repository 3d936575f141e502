package dev.portolan.wire.anthropic;

import dev.portolan.schema.SchemaDialect;
import dev.portolan.spi.support.schema.KeywordRules;
import dev.portolan.spi.support.schema.ObjectRules;
import dev.portolan.spi.support.schema.RuleDialect;
import dev.portolan.spi.support.schema.RuleDialect.Strictness;
import dev.portolan.spi.support.schema.UnionRules;

/**
 * JSON Schema as Claude takes it where it is enforced: https://platform.claude.com/docs/en/build-with-claude/structured-outputs,
 * JSON Schema limitations, as of 2026-11. Answers are always enforced; tools are when they are asked to be (AN6), and else are
 * sent as they were written.
 */
public final class AnthropicDialect {

    private static final RuleDialect STRICT = RuleDialect.builder("anthropic")
            .strictness(Strictness.ON_REQUEST, Strictness.ALWAYS)
            .enforcedOutput("AN3")
            .rules(
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
                            "minItems",
                            "maxItems",
                            "uniqueItems",
                            "minProperties",
                            "maxProperties",
                            "not"),
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
                            "uri"))
            .build();

    private AnthropicDialect() {}

    /**
     * The dialect of Claude, whoever serves it through this wire.
     *
     * @return the one dialect
     */
    public static SchemaDialect strict() {
        return STRICT;
    }
}
