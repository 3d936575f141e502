package dev.portolan.spi.support.schema;

import dev.portolan.spi.support.schema.RuleDialect.Strictness;

/** Rules in the manner of several vendors, to prove that the engine can say them; the vendors' own stand with their providers. */
final class VendorDialects {

    /** Gemini's {@code responseJsonSchema} and {@code parametersJsonSchema}. */
    static final RuleDialect GEMINI_JSON = RuleDialect.builder("gemini-json-schema")
            .rules(
                    KeywordRules.drop("GJ1", "$schema", "title", "discriminator", "examples"),
                    KeywordRules.constToEnum("GJ2"),
                    KeywordRules.formats("GJ3"),
                    KeywordRules.describe("GJ4", "exclusiveMinimum", "exclusiveMaximum"))
            .build();

    /** Gemini's OpenAPI subset. */
    static final RuleDialect GEMINI_OPENAPI = RuleDialect.builder("gemini-openapi")
            .inlining("GO1", false)
            .rules(
                    UnionRules.mergeAllOf("GO7"),
                    ObjectRules.noBooleanSchemas("GO8"),
                    UnionRules.oneOfToAnyOf("GO3"),
                    KeywordRules.constToEnum("GO4"),
                    KeywordRules.enumsOfStrings("GO4", "nullable"),
                    ObjectRules.mapsToEntries("GO5"),
                    ObjectRules.withoutAdditionalProperties("GO5"),
                    ObjectRules.tuplesToItems("GO6"),
                    UnionRules.nullByKeyword("GO2", "nullable"),
                    KeywordRules.drop("GO12", "title", "$schema", "$id", "$comment", "examples", "default"),
                    KeywordRules.keepOnly(
                            "GO12",
                            "description",
                            "required",
                            "type",
                            "enum",
                            "properties",
                            "items",
                            "anyOf",
                            "nullable",
                            "minItems",
                            "maxItems"),
                    ObjectRules.bareEmptyObjects("GO9"),
                    KeywordRules.propertyOrder("GO11", "propertyOrdering"),
                    KeywordRules.typesInCapitals("GO10"))
            .sameWhenLoose()
            .entriesForMaps()
            .build();

    /** Anthropic's models. */
    static final RuleDialect ANTHROPIC = RuleDialect.builder("anthropic")
            .strictness(Strictness.ON_REQUEST, Strictness.ALWAYS)
            .enforcedOutput("AN3")
            .rules(
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
                            "uri"))
            .build();

    /** Bedrock Converse, enforced. */
    static final RuleDialect BEDROCK = RuleDialect.builder("bedrock")
            .strictness(Strictness.ON_REQUEST, Strictness.ALWAYS)
            .enforcedOutput("BR7")
            .rules(
                    KeywordRules.drop("BR1", "title", "$schema"),
                    ObjectRules.noMaps("BR2"),
                    ObjectRules.closed("BR2"),
                    KeywordRules.describeFor(
                            "BR3",
                            "number",
                            "minimum",
                            "maximum",
                            "exclusiveMinimum",
                            "exclusiveMaximum",
                            "multipleOf"),
                    KeywordRules.describe("BR4", "maxItems"),
                    KeywordRules.atMost("BR4", "minItems", 1))
            .build();

    /** Bedrock's Nova, Llama and Qwen. */
    static final RuleDialect BEDROCK_INLINED = RuleDialect.builder("bedrock-inlined")
            .inlining("BR8", true)
            .sameWhenLoose()
            .rules(KeywordRules.drop("BR1", "title", "$schema"))
            .build();

    /** Ollama's grammars. */
    static final RuleDialect OLLAMA = RuleDialect.builder("ollama")
            .inlining("OL6", true)
            .sameWhenLoose()
            .rules(KeywordRules.describe("OL4", "pattern"), KeywordRules.formats("OL7"), UnionRules.oneOfToAnyOf("OL4"))
            .build();

    /** All rules that change values, together, as OpenAI's wire has them. */
    static final RuleDialect EVERYTHING = RuleDialect.builder("everything")
            .rules(
                    UnionRules.rootWrittenOut("OA4"),
                    UnionRules.mergeAllOf("OA14"),
                    UnionRules.oneOfToAnyOf("OA8"),
                    ObjectRules.mapsToEntries("OA12"),
                    ObjectRules.noOpenObjects("OA12"),
                    ObjectRules.typed("OA11"),
                    ObjectRules.closed("OA9"),
                    ObjectRules.nullForAbsent("OA10"),
                    UnionRules.referenceInAnyOf("OA3"))
            .nullForAbsent()
            .entriesForMaps()
            .objectAtRoot("OA13")
            .build();

    private VendorDialects() {}
}
