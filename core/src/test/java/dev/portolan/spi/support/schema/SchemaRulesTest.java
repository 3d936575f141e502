package dev.portolan.spi.support.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.schema.CompiledSchema;
import dev.portolan.schema.JsonSchema;
import dev.portolan.schema.SchemaDialect;
import dev.portolan.schema.SchemaLoss;
import dev.portolan.schema.SchemaLoss.Effect;
import dev.portolan.schema.SchemaUse;
import dev.portolan.spi.support.WireJson;
import org.junit.jupiter.api.Test;

/** Each rule by its code, on the smallest schema that shows it. OpenAI's are with its wire. */
class SchemaRulesTest {

    private static CompiledSchema compiled(SchemaDialect dialect, String schema) {
        return dialect.compile(JsonSchema.of(schema.replace('\'', '"')), SchemaUse.OUTPUT, true);
    }

    private static void assertWire(SchemaDialect dialect, String schema, String wire) {
        assertThat(WireJson.tree(compiled(dialect, schema).wire())).isEqualTo(WireJson.tree(wire.replace('\'', '"')));
    }

    private static SchemaLoss onlyLoss(SchemaDialect dialect, String schema) {
        assertThat(compiled(dialect, schema).losses()).hasSize(1);
        return compiled(dialect, schema).losses().get(0);
    }

    @Test
    void GJ1_dropsWhatSaysNothingAboutValues() {
        assertWire(
                VendorDialects.GEMINI_JSON,
                "{'$schema':'https://json-schema.org/draft/2020-12/schema','title':'T','type':'string','examples':['a']}",
                "{'type':'string'}");
        assertThat(compiled(VendorDialects.GEMINI_JSON, "{'title':'T','type':'string'}")
                        .losses())
                .isEmpty();
    }

    @Test
    void GJ2_constIsAnEnumOfOneWithItsType() {
        assertWire(VendorDialects.GEMINI_JSON, "{'const':true}", "{'enum':[true],'type':'boolean'}");
        assertWire(VendorDialects.GEMINI_JSON, "{'const':3}", "{'enum':[3],'type':'integer'}");
    }

    @Test
    void GJ3_formatsAreTold() {
        assertWire(
                VendorDialects.GEMINI_JSON,
                "{'type':'string','format':'date','description':'When.'}",
                "{'type':'string','description':'When. format: date'}");
        assertThat(onlyLoss(VendorDialects.GEMINI_JSON, "{'type':'string','format':'date'}"))
                .isEqualTo(new SchemaLoss(
                        "GJ3",
                        "",
                        Effect.DESCRIBED,
                        "format",
                        "format is told to the model but not enforced by the vendor"));
    }

    @Test
    void GJ4_exclusiveBoundsAreToldAndReferencesStay() {
        assertWire(
                VendorDialects.GEMINI_JSON,
                "{'$defs':{'N':{'type':'number','exclusiveMinimum':0}},'type':'object','properties':{'n':{'$ref':'#/$defs/N'}}}",
                "{'$defs':{'N':{'type':'number','description':'exclusiveMinimum: 0'}},'type':'object',"
                        + "'properties':{'n':{'$ref':'#/$defs/N'}}}");
    }

    @Test
    void GO1_referencesAreWrittenOutAndWhatStandsBesideThemWins() {
        assertWire(
                VendorDialects.GEMINI_OPENAPI,
                "{'$defs':{'a/b':{'type':'string','description':'inner'}},'type':'object','properties':"
                        + "{'x':{'$ref':'#/$defs/a~1b','description':'outer'},'y':{'$ref':'#/$defs/a~1b'}}}",
                "{'type':'OBJECT','properties':{'x':{'type':'STRING','description':'outer'},"
                        + "'y':{'type':'STRING','description':'inner'}},'propertyOrdering':['x','y']}");
    }

    @Test
    void GO1_recursionIsRefused() {
        CompiledSchema tree = compiled(
                VendorDialects.GEMINI_OPENAPI,
                "{'$defs':{'T':{'type':'object','properties':{'next':{'$ref':'#/$defs/T'}}}},'$ref':'#/$defs/T'}");
        assertThat(tree.refused()).extracting(SchemaLoss::rule).containsOnly("GO1");
    }

    @Test
    void GO2_nullIsAKeyword() {
        assertWire(VendorDialects.GEMINI_OPENAPI, "{'type':['string','null']}", "{'type':'STRING','nullable':true}");
        assertWire(
                VendorDialects.GEMINI_OPENAPI,
                "{'anyOf':[{'type':'integer'},{'type':'null'}]}",
                "{'type':'INTEGER','nullable':true}");
        assertWire(
                VendorDialects.GEMINI_OPENAPI,
                "{'anyOf':[{'type':'integer'},{'type':'string'},{'type':'null'}]}",
                "{'anyOf':[{'type':'INTEGER'},{'type':'STRING'}],'nullable':true}");
    }

    @Test
    void GO3_oneOfIsAnyOf() {
        assertWire(
                VendorDialects.GEMINI_OPENAPI,
                "{'oneOf':[{'type':'integer'},{'type':'string'}]}",
                "{'anyOf':[{'type':'INTEGER'},{'type':'STRING'}]}");
    }

    @Test
    void GO4_onlyStringsAreEnumerated() {
        assertWire(
                VendorDialects.GEMINI_OPENAPI,
                "{'enum':['a','b',null]}",
                "{'enum':['a','b'],'nullable':true,'type':'STRING'}");
        assertWire(
                VendorDialects.GEMINI_OPENAPI,
                "{'type':'integer','enum':[1,2]}",
                "{'type':'INTEGER','description':'enum: [1,2]'}");
        assertThat(compiled(VendorDialects.GEMINI_OPENAPI, "{'enum':[1,'a']}").refused())
                .extracting(SchemaLoss::rule)
                .containsExactly("GO4");
    }

    @Test
    void GO5_mapsAreListsOfEntriesAndMapsAgain() {
        CompiledSchema map =
                compiled(VendorDialects.GEMINI_OPENAPI, "{'type':'object','additionalProperties':{'type':'integer'}}");
        assertThat(map.restore("[{\"key\":\"a\",\"value\":1}]")).isEqualTo("{\"a\":1}");
        assertThat(map.adapt("{\"a\":1}")).isEqualTo("[{\"key\":\"a\",\"value\":1}]");
        assertThat(map.losses()).isEmpty();
    }

    @Test
    void GO6_aTupleIsAListOfItsLength() {
        assertWire(
                VendorDialects.GEMINI_OPENAPI,
                "{'type':'array','prefixItems':[{'type':'number'},{'type':'number'}],'items':false}",
                "{'type':'ARRAY','items':{'type':'NUMBER'},'minItems':2,'maxItems':2}");
    }

    @Test
    void GO7_allOfIsMerged() {
        assertWire(
                VendorDialects.GEMINI_OPENAPI,
                "{'allOf':[{'type':'object','properties':{'a':{'type':'string'}},'required':['a']},"
                        + "{'properties':{'b':{'type':'string'}},'required':['b']}]}",
                "{'type':'OBJECT','properties':{'a':{'type':'STRING'},'b':{'type':'STRING'}},'required':['a','b'],"
                        + "'propertyOrdering':['a','b']}");
        assertThat(compiled(
                                VendorDialects.GEMINI_OPENAPI,
                                "{'allOf':[{'type':'object','properties':{'a':{'type':'string'}}},"
                                        + "{'properties':{'a':{'type':'integer'}}}]}")
                        .refused())
                .extracting(SchemaLoss::rule)
                .containsExactly("GO7");
    }

    @Test
    void GO8_booleanSchemasAreObjectsOrGone() {
        assertWire(
                VendorDialects.GEMINI_OPENAPI,
                "{'type':'object','properties':{'any':true,'never':false}}",
                "{'type':'OBJECT','properties':{'any':{}}}");
    }

    @Test
    void GO9_anEmptyObjectIsBare() {
        assertWire(
                VendorDialects.GEMINI_OPENAPI,
                "{'type':'object','properties':{'e':{'type':'object','properties':{}}}}",
                "{'type':'OBJECT','properties':{'e':{'type':'OBJECT'}}}");
    }

    @Test
    void GO10_typesAreCapitalsAndGO11_orderIsTold() {
        assertWire(
                VendorDialects.GEMINI_OPENAPI,
                "{'type':'object','properties':{'b':{'type':'string'},'a':{'type':'string'}}}",
                "{'type':'OBJECT','properties':{'b':{'type':'STRING'},'a':{'type':'STRING'}},'propertyOrdering':['b','a']}");
    }

    @Test
    void GO12_whatWouldVanishIsTold() {
        assertWire(
                VendorDialects.GEMINI_OPENAPI,
                "{'type':'string','minLength':2,'pattern':'^a'}",
                "{'type':'STRING','description':'minLength: 2. pattern: ^a'}");
    }

    @Test
    void AN1_aReferenceStandsAlone() {
        assertWire(
                VendorDialects.ANTHROPIC,
                "{'$defs':{'S':{'type':'string'}},'type':'object','properties':{'s':{'$ref':'#/$defs/S','description':'d'}}}",
                "{'$defs':{'S':{'type':'string'}},'type':'object','properties':{'s':{'$ref':'#/$defs/S'}},"
                        + "'additionalProperties':false}");
    }

    @Test
    void AN2_oneOfIsAnyOf() {
        assertWire(
                VendorDialects.ANTHROPIC,
                "{'oneOf':[{'type':'string'},{'type':'integer'}]}",
                "{'anyOf':[{'type':'string'},{'type':'integer'}]}");
    }

    @Test
    void AN3_objectsAreClosedAndAMapCannotBeEnforced() {
        String map = "{'type':'object','additionalProperties':{'type':'integer'}}";
        assertThat(compiled(VendorDialects.ANTHROPIC, map).refused())
                .extracting(SchemaLoss::rule)
                .containsExactly("AN3");
        CompiledSchema tool =
                VendorDialects.ANTHROPIC.compile(JsonSchema.of(map.replace('\'', '"')), SchemaUse.TOOL, true);
        assertThat(tool.strict()).isFalse();
        assertThat(tool.losses()).extracting(SchemaLoss::effect).containsExactly(Effect.NOT_STRICT);
        assertThat(tool.wire()).isEqualTo(tool.original().json());
    }

    @Test
    void AN4_boundsAreTold() {
        assertWire(
                VendorDialects.ANTHROPIC,
                "{'type':'integer','minimum':1,'maximum':9}",
                "{'type':'integer','description':'minimum: 1. maximum: 9'}");
    }

    @Test
    void AN5_uriIsAFormatHere() {
        assertWire(VendorDialects.ANTHROPIC, "{'type':'string','format':'uri'}", "{'type':'string','format':'uri'}");
        assertWire(
                VendorDialects.ANTHROPIC,
                "{'type':'string','format':'regex'}",
                "{'type':'string','description':'format: regex'}");
    }

    @Test
    void AN6_toolsAreStrictOnRequestOnly() {
        JsonSchema schema = JsonSchema.of("{\"type\":\"object\",\"properties\":{}}");
        assertThat(VendorDialects.ANTHROPIC
                        .compile(schema, SchemaUse.TOOL, null)
                        .strict())
                .isFalse();
        assertThat(VendorDialects.ANTHROPIC
                        .compile(schema, SchemaUse.TOOL, true)
                        .strict())
                .isTrue();
    }

    @Test
    void AN7_whatLeadsToItselfIsNotEnforced() {
        for (String endless : new String[] {
            "{'type':'object','properties':{'next':{'$ref':'#'}}}",
            "{'type':'object','properties':{'a':{'type':'array','items':{'$ref':'#/properties/a'}}}}",
            "{'$ref':'#/$defs/A','$defs':{'A':{'anyOf':[{'$ref':'#/$defs/B'},{'type':'null'}]},'B':{'items':{'$ref':'#/$defs/A'}}}}"
        }) {
            assertThat(compiled(VendorDialects.ANTHROPIC, endless).refused())
                    .as(endless)
                    .extracting(SchemaLoss::rule)
                    .contains("AN7");
        }
        assertThat(compiled(
                                VendorDialects.ANTHROPIC,
                                "{'type':'object','properties':{'a':{'$ref':'#/$defs/A'},'b':{'$ref':'#/$defs/A'}},"
                                        + "'$defs':{'A':{'type':'string'}}}")
                        .refused())
                .isEmpty();
    }

    @Test
    void BR1_titlesGoAndBR2_objectsAreClosed() {
        assertWire(
                VendorDialects.BEDROCK,
                "{'title':'T','type':'object','properties':{'a':{'type':'string','minLength':1}}}",
                "{'type':'object','properties':{'a':{'type':'string','minLength':1}},'additionalProperties':false}");
    }

    @Test
    void BR7_anAnswerIsAlwaysEnforcedOrRefusedAndAToolOnlyOnRequest() {
        JsonSchema plain = JsonSchema.of("{\"type\":\"object\",\"properties\":{}}");
        for (Boolean wanted : new Boolean[] {null, true, false}) {
            CompiledSchema answer = VendorDialects.BEDROCK.compile(plain, SchemaUse.OUTPUT, wanted);
            assertThat(answer.strict()).isTrue();
            assertThat(answer.refused()).isEmpty();
        }
        assertThat(compiled(VendorDialects.BEDROCK, "{'type':'object','additionalProperties':{'type':'integer'}}")
                        .refused())
                .hasSize(1);
        assertThat(VendorDialects.BEDROCK.compile(plain, SchemaUse.TOOL, null).strict())
                .isFalse();
        assertThat(VendorDialects.BEDROCK.compile(plain, SchemaUse.TOOL, true).strict())
                .isTrue();
    }

    @Test
    void BR3_boundsOfNumbersAreTold() {
        assertWire(
                VendorDialects.BEDROCK,
                "{'type':'integer','minimum':1,'multipleOf':5}",
                "{'type':'integer','description':'minimum: 1. multipleOf: 5'}");
    }

    @Test
    void BR4_listsMayHaveToHoldOne() {
        assertWire(
                VendorDialects.BEDROCK,
                "{'type':'array','items':{'type':'string'},'minItems':1,'maxItems':3}",
                "{'type':'array','items':{'type':'string'},'minItems':1,'description':'maxItems: 3'}");
        assertWire(
                VendorDialects.BEDROCK,
                "{'type':'array','items':{'type':'string'},'minItems':2}",
                "{'type':'array','items':{'type':'string'},'description':'minItems: 2'}");
    }

    @Test
    void BR5_lengthsOfStringsStayAndBR6_dropsAreTold() {
        CompiledSchema schema = compiled(VendorDialects.BEDROCK, "{'type':'string','minLength':2,'maxLength':3}");
        assertThat(schema.losses()).isEmpty();
    }

    @Test
    void BR7_answersAreStrictToolsOnRequest() {
        JsonSchema schema = JsonSchema.of("{\"type\":\"object\",\"properties\":{}}");
        assertThat(VendorDialects.BEDROCK
                        .compile(schema, SchemaUse.OUTPUT, null)
                        .strict())
                .isTrue();
        assertThat(VendorDialects.BEDROCK.compile(schema, SchemaUse.TOOL, null).strict())
                .isFalse();
    }

    @Test
    void BR8_definitionsAreWrittenOutUnlessTheyLeadToThemselves() {
        assertWire(
                VendorDialects.BEDROCK_INLINED,
                "{'$defs':{'S':{'type':'string'}},'type':'object','properties':{'s':{'$ref':'#/$defs/S'}}}",
                "{'type':'object','properties':{'s':{'type':'string'}}}");
        String tree = "{'$defs':{'T':{'type':'object','properties':{'next':{'$ref':'#/$defs/T'}}}},"
                + "'type':'object','properties':{'t':{'$ref':'#/$defs/T'}}}";
        CompiledSchema recursive = compiled(VendorDialects.BEDROCK_INLINED, tree);
        assertThat(recursive.refused()).isEmpty();
        assertThat(recursive.wire()).contains("$defs").contains("#/$defs/T");
    }

    @Test
    void OL4_patternsAreToldAndOL6_definitionsWrittenOutAndOL7_formatsTold() {
        assertWire(
                VendorDialects.OLLAMA,
                "{'$defs':{'S':{'type':'string','pattern':'a','format':'date'}},'type':'object',"
                        + "'properties':{'s':{'$ref':'#/$defs/S'}}}",
                "{'type':'object','properties':{'s':{'type':'string','description':'pattern: a. format: date'}}}");
    }

    @Test
    void aPropertyMayBeNamedLikeAKeyword() {
        assertWire(
                VendorDialects.GEMINI_OPENAPI,
                "{'$defs':{'S':{'type':'string'}},'type':'object','properties':{'enum':{'$ref':'#/$defs/S'},"
                        + "'format':{'type':'string'}}}",
                "{'type':'OBJECT','properties':{'enum':{'type':'STRING'},'format':{'type':'STRING'}},"
                        + "'propertyOrdering':['enum','format']}");
    }

    @Test
    void compilingAgainGivesTheSame() {
        assertThat(compiled(VendorDialects.BEDROCK, "{'type':'string'}"))
                .isSameAs(compiled(VendorDialects.BEDROCK, "{'type':'string'}"));
    }
}
