package dev.portolan.wire.openai;

import dev.portolan.schema.SchemaDialect;
import dev.portolan.spi.support.schema.KeywordRules;
import dev.portolan.spi.support.schema.ObjectRules;
import dev.portolan.spi.support.schema.RuleDialect;
import dev.portolan.spi.support.schema.RuleDialect.Strictness;
import dev.portolan.spi.support.schema.SchemaLimits;
import dev.portolan.spi.support.schema.UnionRules;

/**
 * JSON Schema as OpenAI's strict mode takes it: https://platform.openai.com/docs/guides/structured-outputs, supported schemas, as
 * of 2026-08. Answers are enforced to be strict; tools are strict when nothing is lost by it (OA16), and are otherwise sent as they
 * were written. The same rules serve hand-written schemas (OA17).
 */
public final class OpenAiDialect {

    /** The limits of strict mode (OA15). */
    private static final SchemaLimits LIMITS = new SchemaLimits("OA15", 5_000, 10, 120_000, 1_000, 250, 15_000);

    private static final RuleDialect STRICT = dialect("openai", Strictness.WHEN_LOSSLESS, Strictness.ALWAYS);

    private static final RuleDialect ON_REQUEST =
            dialect("openai-on-request", Strictness.ON_REQUEST, Strictness.ON_REQUEST);

    /** Their chat templates show the schema to models that follow no references. */
    private static final RuleDialect WRITTEN_OUT = RuleDialect.builder("written-out")
            .strictness(Strictness.ON_REQUEST, Strictness.ON_REQUEST)
            .inlining("OL6", true)
            .sameWhenLoose()
            .build();

    private static RuleDialect dialect(String name, Strictness tools, Strictness output) {
        return RuleDialect.builder(name)
                .strictness(tools, output)
                .rules(
                        UnionRules.rootWrittenOut("OA4"),
                        UnionRules.mergeAllOf("OA14"),
                        KeywordRules.drop("OA1", "title", "$schema", "$id", "$comment", "discriminator", "examples"),
                        KeywordRules.drop("OA2", "default"),
                        UnionRules.oneOfToAnyOf("OA8"),
                        ObjectRules.mapsToEntries("OA12"),
                        ObjectRules.noOpenObjects("OA12"),
                        ObjectRules.typed("OA11"),
                        KeywordRules.describe(
                                "OA5",
                                "minLength",
                                "maxLength",
                                "patternProperties",
                                "unevaluatedProperties",
                                "propertyNames",
                                "minProperties",
                                "maxProperties",
                                "unevaluatedItems",
                                "contains",
                                "minContains",
                                "maxContains",
                                "uniqueItems"),
                        KeywordRules.describe(
                                "OA14",
                                "not",
                                "if",
                                "then",
                                "else",
                                "dependentRequired",
                                "dependentSchemas",
                                "dependencies"),
                        KeywordRules.formats(
                                "OA6",
                                "date-time",
                                "time",
                                "date",
                                "duration",
                                "email",
                                "hostname",
                                "ipv4",
                                "ipv6",
                                "uuid"),
                        KeywordRules.plainPatterns("OA7"),
                        ObjectRules.closed("OA9"),
                        ObjectRules.nullForAbsent("OA10"),
                        UnionRules.referenceInAnyOf("OA3"))
                .nullForAbsent()
                .entriesForMaps()
                .objectAtRoot("OA13")
                .limits(LIMITS)
                .build();
    }

    private OpenAiDialect() {}

    /**
     * The dialect of OpenAI's own service and of Azure's.
     *
     * @return the one dialect
     */
    public static SchemaDialect strict() {
        return STRICT;
    }

    /**
     * The dialect of servers that speak OpenAI's protocol before models of their own: the same rules, where strictness is asked for;
     * else schemas are sent as they were written.
     *
     * @return the one dialect
     */
    public static SchemaDialect onRequest() {
        return ON_REQUEST;
    }

    /**
     * The dialect of Llama's, Qwen's and Mistral's models behind this protocol: definitions are written out where they are used.
     *
     * @return the one dialect
     */
    public static SchemaDialect writtenOut() {
        return WRITTEN_OUT;
    }
}
