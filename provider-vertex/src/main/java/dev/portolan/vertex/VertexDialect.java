package dev.portolan.vertex;

import dev.portolan.schema.SchemaDialect;
import dev.portolan.spi.support.schema.KeywordRules;
import dev.portolan.spi.support.schema.ObjectRules;
import dev.portolan.spi.support.schema.RuleDialect;
import dev.portolan.spi.support.schema.RuleDialect.Strictness;
import dev.portolan.spi.support.schema.UnionRules;

/**
 * JSON Schema as Gemini takes it: as it is but for a few keywords since Gemini 2.5 (GJ), before that in a subset of OpenAPI 3 (GO).
 * Tools are enforced when they are asked to be; the rules hold either way.
 * https://cloud.google.com/vertex-ai/generative-ai/docs/multimodal/control-generated-output, as of 2026-08.
 */
final class VertexDialect {

    private static final SchemaDialect JSON_SCHEMA = RuleDialect.builder("gemini-json-schema")
            .strictness(Strictness.ON_REQUEST, Strictness.ALWAYS)
            .sameWhenLoose()
            .rules(
                    KeywordRules.drop("GJ1", "$schema", "title", "discriminator", "examples"),
                    KeywordRules.constToEnum("GJ2"),
                    KeywordRules.formats("GJ3"),
                    KeywordRules.describe("GJ4", "exclusiveMinimum", "exclusiveMaximum"))
            .build();

    private static final SchemaDialect OPEN_API = RuleDialect.builder("gemini-openapi")
            .strictness(Strictness.ON_REQUEST, Strictness.ALWAYS)
            .sameWhenLoose()
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
            .entriesForMaps()
            .build();

    private VertexDialect() {}

    static SchemaDialect of(Family family) {
        return family.is(Family.SCHEMA, "openapi") ? OPEN_API : JSON_SCHEMA;
    }
}
