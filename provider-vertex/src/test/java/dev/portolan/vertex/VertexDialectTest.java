package dev.portolan.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.recorded.schema.DialectCases;
import dev.portolan.recorded.schema.OpenApiForm;
import dev.portolan.recorded.schema.RulesPage;
import dev.portolan.recorded.schema.SchemaPairs;
import dev.portolan.schema.CompiledSchema;
import dev.portolan.schema.SchemaDialect;
import dev.portolan.schema.SchemaLoss;
import dev.portolan.schema.SchemaLoss.Effect;
import dev.portolan.schema.SchemaUse;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each rule by its code, on the smallest schema that shows it, and both forms against schemas made by chance. */
class VertexDialectTest {

    private static final SchemaDialect JSON_SCHEMA = VertexDialect.of(new Family(Map.of()));
    private static final SchemaDialect OPEN_API = VertexDialect.of(new Family(Map.of(Family.SCHEMA, "openapi")));

    private final DialectCases json = new DialectCases(JSON_SCHEMA, SchemaUse.OUTPUT);
    private final DialectCases openApi = new DialectCases(OPEN_API, SchemaUse.OUTPUT);

    @Test
    void whatTheJsonSchemaFormTakesComesBack() {
        SchemaPairs.check(JSON_SCHEMA);
    }

    @Test
    void whatTheOpenApiFormTakesComesBack() {
        SchemaPairs.check(OPEN_API, OpenApiForm::asJsonSchema);
    }

    @Test
    void theGuideHasTheTablesOfTheRules() throws IOException {
        RulesPage.requireTableOf(JSON_SCHEMA);
        RulesPage.requireTableOf(OPEN_API);
    }

    @Test
    void GJ1_dropsWhatSaysNothingAboutValues() {
        json.requireWire(
                "{'$schema':'https://json-schema.org/draft/2020-12/schema','title':'T','type':'string','examples':['a']}",
                "{'type':'string'}");
        assertThat(json.lossesOf("{'title':'T','type':'string'}")).isEmpty();
    }

    @Test
    void GJ2_constIsAnEnumOfOneWithItsType() {
        json.requireWire("{'const':true}", "{'enum':[true],'type':'boolean'}");
        json.requireWire("{'const':3}", "{'enum':[3],'type':'integer'}");
    }

    @Test
    void GJ3_formatsAreTold() {
        json.requireWire(
                "{'type':'string','format':'date','description':'When.'}",
                "{'type':'string','description':'When. format: date'}");
        assertThat(json.compiled("{'type':'string','format':'date'}").losses())
                .containsExactly(new SchemaLoss(
                        "GJ3",
                        "",
                        Effect.DESCRIBED,
                        "format",
                        "format is told to the model but not enforced by the vendor"));
    }

    @Test
    void GJ4_exclusiveBoundsAreToldAndReferencesStay() {
        json.requireWire(
                "{'$defs':{'N':{'type':'number','exclusiveMinimum':0}},'type':'object','properties':{'n':{'$ref':'#/$defs/N'}}}",
                "{'$defs':{'N':{'type':'number','description':'exclusiveMinimum: 0'}},'type':'object',"
                        + "'properties':{'n':{'$ref':'#/$defs/N'}}}");
    }

    @Test
    void GO1_referencesAreWrittenOutAndWhatStandsBesideThemWins() {
        openApi.requireWire(
                "{'$defs':{'a/b':{'type':'string','description':'inner'}},'type':'object','properties':"
                        + "{'x':{'$ref':'#/$defs/a~1b','description':'outer'},'y':{'$ref':'#/$defs/a~1b'}}}",
                "{'type':'OBJECT','properties':{'x':{'type':'STRING','description':'outer'},"
                        + "'y':{'type':'STRING','description':'inner'}},'propertyOrdering':['x','y']}");
    }

    @Test
    void GO1_recursionIsRefused() {
        assertThat(
                        openApi.refusalsOf(
                                "{'$defs':{'T':{'type':'object','properties':{'next':{'$ref':'#/$defs/T'}}}},'$ref':'#/$defs/T'}"))
                .containsOnly("GO1");
    }

    @Test
    void GO2_nullIsAKeyword() {
        openApi.requireWire("{'type':['string','null']}", "{'type':'STRING','nullable':true}");
        openApi.requireWire("{'anyOf':[{'type':'integer'},{'type':'null'}]}", "{'type':'INTEGER','nullable':true}");
        openApi.requireWire(
                "{'anyOf':[{'type':'integer'},{'type':'string'},{'type':'null'}]}",
                "{'anyOf':[{'type':'INTEGER'},{'type':'STRING'}],'nullable':true}");
    }

    @Test
    void GO2_whatMayBeNullIsRewrittenLikeWhatMayNot() {
        openApi.requireWire(
                "{'anyOf':[{'type':'object','additionalProperties':{'type':'integer'}},{'type':'null'}]}",
                "{'nullable':true,'type':'ARRAY','items':{'type':'OBJECT','properties':{'key':{'type':'STRING'},"
                        + "'value':{'type':'INTEGER'}},'required':['key','value'],'propertyOrdering':['key','value']}}");
        openApi.requireWire(
                "{'anyOf':[{'type':'array','prefixItems':[{'type':'number'}],'items':false},{'type':'null'}]}",
                "{'nullable':true,'type':'ARRAY','items':{'type':'NUMBER'},'minItems':1,'maxItems':1}");
        openApi.requireWire(
                "{'anyOf':[{'const':'a'},{'type':'null'}]}", "{'nullable':true,'enum':['a'],'type':'STRING'}");
        openApi.requireWire(
                "{'anyOf':[{'allOf':[{'type':'string'}]},{'type':'null'}]}", "{'nullable':true,'type':'STRING'}");
    }

    @Test
    void GO3_oneOfIsAnyOf() {
        openApi.requireWire(
                "{'oneOf':[{'type':'integer'},{'type':'string'}]}", "{'anyOf':[{'type':'INTEGER'},{'type':'STRING'}]}");
    }

    @Test
    void GO4_onlyStringsAreEnumerated() {
        openApi.requireWire("{'enum':['a','b',null]}", "{'enum':['a','b'],'nullable':true,'type':'STRING'}");
        openApi.requireWire("{'type':'integer','enum':[1,2]}", "{'type':'INTEGER','description':'enum: [1,2]'}");
        assertThat(openApi.refusalsOf("{'enum':[1,'a']}")).containsExactly("GO4");
    }

    @Test
    void GO5_mapsAreListsOfEntriesAndMapsAgain() {
        CompiledSchema map = openApi.compiled("{'type':'object','additionalProperties':{'type':'integer'}}");
        assertThat(map.restore("[{\"key\":\"a\",\"value\":1}]")).isEqualTo("{\"a\":1}");
        assertThat(map.adapt("{\"a\":1}")).isEqualTo("[{\"key\":\"a\",\"value\":1}]");
        assertThat(map.losses()).isEmpty();
    }

    @Test
    void GO6_aTupleIsAListOfItsLength() {
        openApi.requireWire(
                "{'type':'array','prefixItems':[{'type':'number'},{'type':'number'}],'items':false}",
                "{'type':'ARRAY','items':{'type':'NUMBER'},'minItems':2,'maxItems':2}");
        String mixed = "{'type':'array','prefixItems':[{'type':'number'},{'type':'string'}],'items':false}";
        assertThat(openApi.lossesOf(mixed)).containsExactly("GO6");
        assertThat(openApi.compiled(mixed).wire()).contains("items in order");
    }

    @Test
    void GO7_allOfIsMerged() {
        openApi.requireWire(
                "{'allOf':[{'type':'object','properties':{'a':{'type':'string'}},'required':['a']},"
                        + "{'properties':{'b':{'type':'string'}},'required':['b']}]}",
                "{'type':'OBJECT','properties':{'a':{'type':'STRING'},'b':{'type':'STRING'}},'required':['a','b'],"
                        + "'propertyOrdering':['a','b']}");
        assertThat(openApi.refusalsOf("{'allOf':[{'type':'object','properties':{'a':{'type':'string'}}},"
                        + "{'properties':{'a':{'type':'integer'}}}]}"))
                .containsExactly("GO7");
    }

    @Test
    void GO8_booleanSchemasAreObjectsOrGone() {
        openApi.requireWire(
                "{'type':'object','properties':{'any':true,'never':false}}",
                "{'type':'OBJECT','properties':{'any':{}}}");
    }

    @Test
    void GO9_anEmptyObjectIsBare() {
        openApi.requireWire(
                "{'type':'object','properties':{'e':{'type':'object','properties':{}}}}",
                "{'type':'OBJECT','properties':{'e':{'type':'OBJECT'}}}");
    }

    @Test
    void GO10_typesAreCapitalsAndGO11_orderIsTold() {
        openApi.requireWire(
                "{'type':'object','properties':{'b':{'type':'string'},'a':{'type':'string'}}}",
                "{'type':'OBJECT','properties':{'b':{'type':'STRING'},'a':{'type':'STRING'}},'propertyOrdering':['b','a']}");
    }

    @Test
    void GO12_whatWouldVanishIsTold() {
        openApi.requireWire(
                "{'type':'string','minLength':2,'pattern':'^a'}",
                "{'type':'STRING','description':'minLength: 2. pattern: ^a'}");
    }

    @Test
    void aPropertyMayBeNamedLikeAKeyword() {
        openApi.requireWire(
                "{'$defs':{'S':{'type':'string'}},'type':'object','properties':{'enum':{'$ref':'#/$defs/S'},"
                        + "'format':{'type':'string'}}}",
                "{'type':'OBJECT','properties':{'enum':{'type':'STRING'},'format':{'type':'STRING'}},"
                        + "'propertyOrdering':['enum','format']}");
    }
}
