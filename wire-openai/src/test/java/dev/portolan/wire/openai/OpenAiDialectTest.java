package dev.portolan.wire.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.schema.CompiledSchema;
import dev.portolan.schema.JsonSchema;
import dev.portolan.schema.SchemaLoss;
import dev.portolan.schema.SchemaLoss.Effect;
import dev.portolan.schema.SchemaUse;
import dev.portolan.spi.support.WireJson;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each rule by its code, on the smallest schema that shows it. */
class OpenAiDialectTest {

    private static CompiledSchema compiled(String schema) {
        return OpenAiDialect.strict().compile(JsonSchema.of(schema.replace('\'', '"')), SchemaUse.OUTPUT, true);
    }

    private static void assertWire(String schema, String wire) {
        assertThat(WireJson.tree(compiled(schema).wire())).isEqualTo(WireJson.tree(wire.replace('\'', '"')));
    }

    /** An object with one required property. */
    private static String holding(String schema) {
        return "{'type':'object','properties':{'p':" + schema + "},'required':['p'],'additionalProperties':false}";
    }

    private static void assertProperty(String schema, String wire) {
        assertWire(holding(schema), holding(wire));
    }

    @Test
    void OA1_titlesAndTheLikeGo() {
        assertWire(
                "{'$schema':'https://json-schema.org/draft/2020-12/schema','title':'T',"
                        + holding("{'title':'P','type':'string'}").substring(1),
                holding("{'type':'string'}"));
        assertThat(compiled(holding("{'title':'P','type':'string'}")).losses()).isEmpty();
    }

    @Test
    void OA2_defaultsGo() {
        assertProperty("{'type':'string','default':'x'}", "{'type':'string'}");
    }

    @Test
    void OA3_aReferenceWithADescriptionGoesIntoAnAnyOf() {
        assertWire(
                "{'$defs':{'S':{'type':'string'}},"
                        + holding("{'$ref':'#/$defs/S','description':'d'}").substring(1),
                "{'$defs':{'S':{'type':'string'}},"
                        + holding("{'description':'d','anyOf':[{'$ref':'#/$defs/S'}]}")
                                .substring(1));
    }

    @Test
    void OA4_aRootThatRefersToADefinitionIsWrittenOut() {
        assertWire(
                "{'$ref':'#/$defs/T','$defs':{'T':{'type':'object','properties':{'next':{'$ref':'#/$defs/T'}}}}}",
                "{'$defs':{'T':{'type':'object','properties':{'next':{'anyOf':[{'$ref':'#'},{'type':'null'}]}},"
                        + "'additionalProperties':false,'required':['next']}},'type':'object',"
                        + "'properties':{'next':{'anyOf':[{'$ref':'#'},{'type':'null'}]}},"
                        + "'additionalProperties':false,'required':['next']}");
    }

    @Test
    void OA5_boundsOnLengthsAreTold() {
        assertProperty("{'type':'string','minLength':2}", "{'type':'string','description':'minLength: 2'}");
        assertThat(compiled(holding("{'type':'string','minLength':2}")).losses())
                .containsExactly(new SchemaLoss(
                        "OA5",
                        "/properties/p",
                        Effect.DESCRIBED,
                        "minLength",
                        "minLength is told to the model but not enforced by the vendor"));
    }

    @Test
    void OA6_otherFormatsAreTold() {
        assertProperty("{'type':'string','format':'uuid'}", "{'type':'string','format':'uuid'}");
        assertProperty("{'type':'string','format':'uri'}", "{'type':'string','description':'format: uri'}");
    }

    @Test
    void OA7_patternsThatLookAheadAreTold() {
        assertProperty("{'type':'string','pattern':'^a+$'}", "{'type':'string','pattern':'^a+$'}");
        assertProperty("{'type':'string','pattern':'^(?!a)'}", "{'type':'string','description':'pattern: ^(?!a)'}");
        assertProperty("{'type':'string','pattern':'(?<=a)b'}", "{'type':'string','description':'pattern: (?<=a)b'}");
    }

    @Test
    void OA8_oneOfIsAnyOf() {
        assertProperty(
                "{'oneOf':[{'type':'string'},{'type':'integer'}]}", "{'anyOf':[{'type':'string'},{'type':'integer'}]}");
    }

    @Test
    void OA9_objectsAreClosedAndRequireAll() {
        assertWire(
                "{'type':'object','properties':{'a':{'type':'object','properties':{}}},'required':['a']}",
                "{'type':'object','properties':{'a':{'type':'object','properties':{},'additionalProperties':false,"
                        + "'required':[]}},'required':['a'],'additionalProperties':false}");
    }

    @Test
    void OA10_whatIsOptionalMayBeNullAndNullIsAbsent() {
        String schema = "{'type':'object','properties':{'s':{'type':'string'},'l':{'type':['integer','string']},"
                + "'e':{'type':'string','enum':['a']},'u':{'anyOf':[{'type':'string'},{'type':'integer'}]},"
                + "'r':{'$ref':'#/$defs/R','description':'d'}},'$defs':{'R':{'type':'string'}}}";
        assertWire(
                schema,
                "{'type':'object','properties':{'s':{'type':['string','null']},'l':{'type':['integer','string','null']},"
                        + "'e':{'anyOf':[{'type':'string','enum':['a']},{'type':'null'}]},"
                        + "'u':{'anyOf':[{'type':'string'},{'type':'integer'},{'type':'null'}]},"
                        + "'r':{'description':'d','anyOf':[{'$ref':'#/$defs/R'},{'type':'null'}]}},"
                        + "'$defs':{'R':{'type':'string'}},'required':['s','l','e','u','r'],'additionalProperties':false}");
        assertThat(compiled(schema).restore("{\"s\":\"x\",\"l\":null,\"e\":null,\"u\":1,\"r\":null}"))
                .isEqualTo("{\"s\":\"x\",\"u\":1}");
        assertThat(compiled(schema).losses()).isEmpty();
    }

    @Test
    void OA11_aListOfAnythingCannotBeEnforced() {
        CompiledSchema list = compiled(holding("{'type':'array'}"));
        assertThat(list.strict()).isFalse();
        assertThat(list.losses()).extracting(SchemaLoss::rule).containsExactly("OA11");
        assertThat(list.wire()).isEqualTo(list.original().json());
    }

    @Test
    void OA12_aMapIsAListOfEntriesAndAnOpenObjectCannotBeEnforced() {
        String map = holding("{'type':'object','additionalProperties':{'type':'integer'}}");
        assertWire(
                map,
                holding("{'type':'array','items':{'type':'object','properties':{'key':{'type':'string'},"
                        + "'value':{'type':'integer'}},'required':['key','value'],'additionalProperties':false}}"));
        assertThat(compiled(map).restore("{\"p\":[{\"key\":\"a\",\"value\":1}]}"))
                .isEqualTo("{\"p\":{\"a\":1}}");
        assertThat(compiled(holding("{'type':'object','additionalProperties':true}"))
                        .strict())
                .isFalse();
    }

    @Test
    void OA13_anotherRootGoesIntoAnObject() {
        CompiledSchema list = compiled("{'type':'array','items':{'$ref':'#/$defs/S'},'$defs':{'S':{'type':'string'}}}");
        assertThat(WireJson.tree(list.wire()))
                .isEqualTo(WireJson.tree(
                        ("{'type':'object','properties':{'value':{'type':'array','items':{'$ref':'#/$defs/S'}}},"
                                        + "'required':['value'],'additionalProperties':false,'$defs':{'S':{'type':'string'}}}")
                                .replace('\'', '"')));
        assertThat(list.restore("{\"value\":[\"a\"]}")).isEqualTo("[\"a\"]");
        assertThat(list.adapt("[\"a\"]")).isEqualTo("{\"value\":[\"a\"]}");
        assertThat(compiled("{'anyOf':[{'type':'object','properties':{}},{'type':'string'}]}")
                        .wire())
                .startsWith("{\"type\":\"object\"");
    }

    @Test
    void OA14_allOfIsMergedAndConditionsAreTold() {
        assertWire("{'allOf':[" + holding("{'type':'string'}") + "]}", holding("{'type':'string'}"));
        assertThat(compiled("{'type':'object','properties':{},'not':{'required':['x']}}")
                        .losses())
                .extracting(SchemaLoss::rule, SchemaLoss::keyword)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("OA14", "not"));
    }

    @Test
    void OA15_whatIsTooLargeIsRefusedBeforeTheCall() {
        String values = IntStream.range(0, 1001).mapToObj(i -> "'v" + i + "'").collect(Collectors.joining(","));
        assertThat(compiled(holding("{'type':'string','enum':[" + values + "]}"))
                        .refused())
                .extracting(SchemaLoss::text)
                .containsExactly("The schema has 1001 enum values, and 1000 are allowed");
        String deep = "{'type':'string'}";
        for (int i = 0; i < 11; i++) {
            deep = holding(deep);
        }
        assertThat(compiled(deep).refused())
                .extracting(SchemaLoss::text)
                .containsExactly("The schema has 11 levels of objects, and 10 are allowed");
    }

    @Test
    void OA16_aToolIsStrictWhenNothingIsLost() {
        JsonSchema lossless = JsonSchema.of(holding("{'type':'string'}").replace('\'', '"'));
        JsonSchema lossy =
                JsonSchema.of(holding("{'type':'string','minLength':1}").replace('\'', '"'));
        assertThat(Arrays.asList(null, true, false).stream()
                        .map(strict -> OpenAiDialect.strict()
                                .compile(lossless, SchemaUse.TOOL, strict)
                                .strict()))
                .containsExactly(true, true, false);
        CompiledSchema hint = OpenAiDialect.strict().compile(lossy, SchemaUse.TOOL, null);
        assertThat(hint.strict()).isFalse();
        assertThat(hint.losses()).isEmpty();
        assertThat(hint.wire()).isEqualTo(lossy.json());
        assertThat(OpenAiDialect.strict().compile(lossy, SchemaUse.OUTPUT, null).strict())
                .isTrue();
    }

    @Test
    void OA17_aToolOfAStrangerIsRewrittenInDepth() {
        assertProperty(
                "{'type':'array','items':{'type':'object','properties':{'q':{'type':'string'}}}}",
                "{'type':'array','items':{'type':'object','properties':{'q':{'type':['string','null']}},"
                        + "'additionalProperties':false,'required':['q']}}");
    }
}
