package dev.portolan.wire.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.schema.CompiledSchema;
import dev.portolan.schema.JsonSchema;
import dev.portolan.schema.SchemaLoss;
import dev.portolan.schema.SchemaUse;
import dev.portolan.spi.support.WireJson;
import org.junit.jupiter.api.Test;

class AnthropicDialectTest {

    @Test
    void AN1_aReferenceStandsAlone() {
        assertThat(
                        wire(
                                "{'$defs':{'S':{'type':'string'}},'type':'object','properties':{'s':{'$ref':'#/$defs/S','description':'d'}}}"))
                .isEqualTo(
                        json(
                                "{'$defs':{'S':{'type':'string'}},'type':'object','properties':{'s':{'$ref':'#/$defs/S'}},'additionalProperties':false}"));
    }

    @Test
    void AN2_oneOfIsAnyOf() {
        assertThat(wire("{'type':'object','properties':{'a':{'oneOf':[{'type':'string'},{'type':'integer'}]}}}"))
                .isEqualTo(
                        json(
                                "{'type':'object','properties':{'a':{'anyOf':[{'type':'string'},{'type':'integer'}]}},'additionalProperties':false}"));
    }

    @Test
    void AN3_objectsAreClosedAndAMapCannotBeEnforced() {
        CompiledSchema map = compile("{'type':'object','additionalProperties':{'type':'integer'}}", true);
        assertThat(map.strict()).isFalse();
        assertThat(map.losses()).extracting(SchemaLoss::rule).containsExactly("AN3");
    }

    @Test
    void AN4_boundsAreTold() {
        assertThat(
                        wire("{'type':'object','properties':{'n':{'type':'integer','minimum':1},'s':{'type':'string','pattern':'^a','maxLength':3},"
                                        + "'l':{'type':'array','items':{'type':'string'},'minItems':2}}}")
                                .path("properties"))
                .isEqualTo(json(
                        "{'n':{'type':'integer','description':'minimum: 1'},'s':{'type':'string','description':'maxLength: 3. pattern: ^a'},"
                                + "'l':{'type':'array','items':{'type':'string'},'description':'minItems: 2'}}"));
    }

    @Test
    void AN4_aListMayHaveToHoldOneItem() {
        assertThat(wire("{'type':'object','properties':{'l':{'type':'array','items':{'type':'string'},'minItems':1}}}")
                        .at("/properties/l"))
                .isEqualTo(json("{'type':'array','items':{'type':'string'},'minItems':1}"));
    }

    @Test
    void AN5_uriIsAFormatHere() {
        assertThat(
                        wire("{'type':'object','properties':{'u':{'type':'string','format':'uri'},'r':{'type':'string','format':'regex'}}}")
                                .path("properties"))
                .isEqualTo(json(
                        "{'u':{'type':'string','format':'uri'},'r':{'type':'string','description':'format: regex'}}"));
    }

    @Test
    void AN6_toolsAreStrictOnRequestOnlyAndAnswersAlways() {
        JsonSchema schema = JsonSchema.of("{\"type\":\"object\",\"properties\":{}}");
        assertThat(AnthropicDialect.strict().name()).isEqualTo("anthropic");
        assertThat(AnthropicDialect.strict()
                        .compile(schema, SchemaUse.TOOL, null)
                        .strict())
                .isFalse();
        assertThat(AnthropicDialect.strict()
                        .compile(schema, SchemaUse.TOOL, true)
                        .strict())
                .isTrue();
        assertThat(AnthropicDialect.strict()
                        .compile(schema, SchemaUse.OUTPUT, null)
                        .strict())
                .isTrue();
    }

    @Test
    void AN7_whatLeadsToItselfCannotBeEnforced() {
        String tree = "{'$defs':{'Part':{'type':'object','properties':{'name':{'type':'string'},"
                + "'parts':{'type':'array','items':{'$ref':'#/$defs/Part'}}}}},'type':'object',"
                + "'properties':{'whole':{'$ref':'#/$defs/Part'}}}";
        CompiledSchema tool = compile(tree, true);
        assertThat(tool.strict()).isFalse();
        assertThat(tool.losses()).extracting(SchemaLoss::rule).containsExactly("AN7");
        assertThat(json(tool.wire())).isEqualTo(json(tree));
        assertThat(AnthropicDialect.strict()
                        .compile(JsonSchema.of(json(tree).toString()), SchemaUse.OUTPUT, null)
                        .refused())
                .extracting(SchemaLoss::rule)
                .containsExactly("AN7");
    }

    private static CompiledSchema compile(String schema, boolean strict) {
        return AnthropicDialect.strict().compile(JsonSchema.of(json(schema).toString()), SchemaUse.TOOL, strict);
    }

    private static JsonNode wire(String schema) {
        return json(compile(schema, true).wire());
    }

    private static JsonNode json(String text) {
        return WireJson.tree(text.replace('\'', '"'));
    }
}
