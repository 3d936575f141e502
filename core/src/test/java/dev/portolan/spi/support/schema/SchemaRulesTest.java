package dev.portolan.spi.support.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.portolan.schema.CompiledSchema;
import dev.portolan.schema.JsonSchema;
import dev.portolan.schema.SchemaLoss;
import dev.portolan.schema.SchemaLoss.Effect;
import dev.portolan.schema.SchemaUse;
import dev.portolan.spi.support.WireJson;
import dev.portolan.spi.support.schema.RuleDialect.Strictness;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule by itself, on the smallest schema that shows it. The dialects of vendors, with their codes, are tested where they are. */
class SchemaRulesTest {

    private static RuleDialect of(SchemaRule... rules) {
        return RuleDialect.builder("one").rules(rules).build();
    }

    private static CompiledSchema compiled(RuleDialect dialect, String schema) {
        return dialect.compile(JsonSchema.of(quoted(schema)), SchemaUse.OUTPUT, true);
    }

    private static void assertWire(RuleDialect dialect, String schema, String wire) {
        assertThat(WireJson.tree(compiled(dialect, schema).wire())).isEqualTo(WireJson.tree(quoted(wire)));
    }

    private static String quoted(String text) {
        return text.replace('\'', '"');
    }

    static Stream<Arguments> rewritings() {
        return Stream.of(
                arguments(
                        KeywordRules.drop("XX1", "title", "examples"),
                        "{'title':'T','type':'string','examples':['a']}",
                        "{'type':'string'}"),
                arguments(
                        KeywordRules.describe("XX1", "minLength", "pattern"),
                        "{'type':'string','minLength':2,'pattern':'^a'}",
                        "{'type':'string','description':'minLength: 2. pattern: ^a'}"),
                arguments(
                        KeywordRules.describeFor("XX1", "number", "minimum"),
                        "{'type':'integer','minimum':1}",
                        "{'type':'integer','description':'minimum: 1'}"),
                arguments(
                        KeywordRules.formats("XX1", "uri"),
                        "{'type':'string','format':'date','description':'When.'}",
                        "{'type':'string','description':'When. format: date'}"),
                arguments(
                        KeywordRules.formats("XX1", "uri"),
                        "{'type':'string','format':'uri'}",
                        "{'type':'string','format':'uri'}"),
                arguments(
                        KeywordRules.plainPatterns("XX1"),
                        "{'type':'string','pattern':'^(?!a)'}",
                        "{'type':'string','description':'pattern: ^(?!a)'}"),
                arguments(
                        KeywordRules.atMost("XX1", "minItems", 1),
                        "{'type':'array','minItems':2}",
                        "{'type':'array','description':'minItems: 2'}"),
                arguments(
                        KeywordRules.keepOnly("XX1", "type", "description"),
                        "{'type':'string','maxLength':2}",
                        "{'type':'string','description':'maxLength: 2'}"),
                arguments(KeywordRules.typesInCapitals("XX1"), "{'type':'string'}", "{'type':'STRING'}"),
                arguments(KeywordRules.constToEnum("XX1"), "{'const':3}", "{'enum':[3],'type':'integer'}"),
                arguments(
                        KeywordRules.enumsOfStrings("XX1", "nullable"),
                        "{'enum':['a',null]}",
                        "{'enum':['a'],'nullable':true,'type':'string'}"),
                arguments(
                        KeywordRules.enumsOfStrings("XX1", "nullable"),
                        "{'enum':[1,2]}",
                        "{'type':'integer','description':'enum: [1,2]'}"),
                arguments(
                        KeywordRules.propertyOrder("XX1", "order"),
                        "{'type':'object','properties':{'b':{},'a':{}}}",
                        "{'type':'object','properties':{'b':{},'a':{}},'order':['b','a']}"),
                arguments(
                        ObjectRules.closed("XX1"),
                        "{'type':'object'}",
                        "{'type':'object','properties':{},'additionalProperties':false}"),
                arguments(
                        ObjectRules.nullForAbsent("XX1"),
                        "{'type':'object','properties':{'a':{'type':'string'},'b':{'type':'array','items':{}}}}",
                        "{'type':'object','properties':{'a':{'type':['string','null']},"
                                + "'b':{'anyOf':[{'type':'array','items':{}},{'type':'null'}]}},'required':['a','b']}"),
                arguments(
                        ObjectRules.mapsToEntries("XX1"),
                        "{'type':'object','additionalProperties':{'type':'integer'},'maxProperties':3}",
                        "{'type':'array','items':{'type':'object','properties':{'key':{'type':'string'},"
                                + "'value':{'type':'integer'}},'required':['key','value']},'maxItems':3}"),
                arguments(
                        ObjectRules.withoutAdditionalProperties("XX1"),
                        "{'type':'object','additionalProperties':false}",
                        "{'type':'object'}"),
                arguments(
                        ObjectRules.bareEmptyObjects("XX1"), "{'type':'object','properties':{}}", "{'type':'object'}"),
                arguments(ObjectRules.typed("XX1"), "{'const':'a'}", "{'const':'a','type':'string'}"),
                arguments(
                        ObjectRules.tuplesToItems("XX1"),
                        "{'type':'array','prefixItems':[{'type':'number'},{'type':'number'}],'items':false}",
                        "{'type':'array','items':{'type':'number'},'minItems':2,'maxItems':2}"),
                arguments(
                        ObjectRules.noBooleanSchemas("XX1"),
                        "{'type':'object','properties':{'any':true,'never':false}}",
                        "{'type':'object','properties':{'any':{}}}"),
                arguments(
                        UnionRules.oneOfToAnyOf("XX1"),
                        "{'oneOf':[{'type':'integer'},{'type':'string'}]}",
                        "{'anyOf':[{'type':'integer'},{'type':'string'}]}"),
                arguments(
                        UnionRules.nullByKeyword("XX1", "nullable"),
                        "{'anyOf':[{'type':'integer'},{'type':'null'}]}",
                        "{'type':'integer','nullable':true}"),
                arguments(
                        UnionRules.nullByKeyword("XX1", "nullable"),
                        "{'type':['integer','string','null']}",
                        "{'anyOf':[{'type':'integer'},{'type':'string'}],'nullable':true}"),
                arguments(
                        UnionRules.referenceAlone("XX1"),
                        "{'$defs':{'S':{}},'properties':{'s':{'$ref':'#/$defs/S','description':'d'}}}",
                        "{'$defs':{'S':{}},'properties':{'s':{'$ref':'#/$defs/S'}}}"),
                arguments(
                        UnionRules.referenceInAnyOf("XX1"),
                        "{'$defs':{'S':{}},'properties':{'s':{'$ref':'#/$defs/S','description':'d'}}}",
                        "{'$defs':{'S':{}},'properties':{'s':{'description':'d','anyOf':[{'$ref':'#/$defs/S'}]}}}"),
                arguments(
                        UnionRules.rootWrittenOut("XX1"),
                        "{'$ref':'#/$defs/T','$defs':{'T':{'properties':{'next':{'$ref':'#/$defs/T'}}}}}",
                        "{'$defs':{'T':{'properties':{'next':{'$ref':'#'}}}},'properties':{'next':{'$ref':'#'}}}"),
                arguments(
                        UnionRules.mergeAllOf("XX1"),
                        "{'allOf':[{'properties':{'a':{}},'required':['a']},{'properties':{'b':{}},'required':['b']}]}",
                        "{'properties':{'a':{},'b':{}},'required':['a','b']}"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("rewritings")
    void aRuleRewritesWhatItNames(SchemaRule rule, String schema, String wire) {
        assertWire(of(rule), schema, wire);
        assertThat(compiled(of(rule), schema).losses())
                .extracting(SchemaLoss::rule)
                .allMatch("XX1"::equals);
    }

    static Stream<Arguments> obstacles() {
        return Stream.of(
                arguments(ObjectRules.noMaps("XX1"), "{'type':'object','additionalProperties':{}}", Effect.NOT_STRICT),
                arguments(ObjectRules.noOpenObjects("XX1"), "{'type':'object'}", Effect.NOT_STRICT),
                arguments(ObjectRules.noOpenObjects("XX1"), "{'patternProperties':{'^a':{}}}", Effect.NOT_STRICT),
                arguments(ObjectRules.typed("XX1"), "{'type':'array'}", Effect.NOT_STRICT),
                arguments(ObjectRules.typed("XX1"), "{}", Effect.NOT_STRICT),
                arguments(KeywordRules.enumsOfStrings("XX1", "nullable"), "{'enum':[1,'a']}", Effect.REFUSED),
                arguments(
                        ObjectRules.noBooleanSchemas("XX1"),
                        "{'properties':{'never':false},'required':['never']}",
                        Effect.REFUSED),
                arguments(
                        UnionRules.mergeAllOf("XX1"),
                        "{'allOf':[{'properties':{'a':{'type':'string'}}},{'properties':{'a':{'type':'integer'}}}]}",
                        Effect.REFUSED),
                arguments(
                        UnionRules.mergeAllOf("XX1"), "{'allOf':[{'type':'string'},{'type':'null'}]}", Effect.REFUSED),
                arguments(UnionRules.rootWrittenOut("XX1"), "{'$ref':'#/$defs/T'}", Effect.REFUSED));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("obstacles")
    void aRuleSaysWhatCannotBeDone(SchemaRule rule, String schema, Effect effect) {
        assertThat(compiled(of(rule), schema).losses())
                .extracting(SchemaLoss::rule, SchemaLoss::effect)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("XX1", effect));
    }

    @Test
    void aLossSaysItsPlaceItsKeywordAndWhatBecomesOfIt() {
        assertThat(compiled(of(KeywordRules.formats("XX1")), "{'properties':{'a/b':{'format':'date'}}}")
                        .losses())
                .containsExactly(new SchemaLoss(
                        "XX1",
                        "/properties/a~1b",
                        Effect.DESCRIBED,
                        "format",
                        "format is told to the model but not enforced by the vendor"));
    }

    @Test
    void referencesAreWrittenOutAndWhatStandsBesideThemWins() {
        assertWire(
                RuleDialect.builder("one").inlining("XX1", false).build(),
                "{'$defs':{'a/b':{'description':'inner'}},'properties':"
                        + "{'x':{'$ref':'#/$defs/a~1b','description':'outer'},'enum':{'$ref':'#/$defs/a~1b'}}}",
                "{'properties':{'x':{'description':'outer'},'enum':{'description':'inner'}}}");
    }

    @Test
    void recursionIsRefusedOrStays() {
        String tree =
                "{'$defs':{'T':{'properties':{'next':{'$ref':'#/$defs/T'}}}},'properties':{'t':{'$ref':'#/$defs/T'}}}";
        assertThat(compiled(RuleDialect.builder("one").inlining("XX1", false).build(), tree)
                        .refused())
                .extracting(SchemaLoss::rule)
                .containsOnly("XX1");
        CompiledSchema kept =
                compiled(RuleDialect.builder("one").inlining("XX1", true).build(), tree);
        assertThat(kept.refused()).isEmpty();
        assertThat(kept.wire()).contains("$defs").contains("#/$defs/T");
    }

    @Test
    void whatLeadsToItselfIsFoundAndWhatIsUsedTwiceIsNot() {
        RuleDialect dialect = of(UnionRules.noRecursion("XX1"));
        for (String endless : new String[] {
            "{'type':'object','properties':{'next':{'$ref':'#'}}}",
            "{'type':'object','properties':{'a':{'type':'array','items':{'$ref':'#/properties/a'}}}}",
            "{'$ref':'#/$defs/A','$defs':{'A':{'anyOf':[{'$ref':'#/$defs/B'},{'type':'null'}]},'B':{'items':{'$ref':'#/$defs/A'}}}}"
        }) {
            assertThat(compiled(dialect, endless).losses())
                    .as(endless)
                    .extracting(SchemaLoss::effect)
                    .containsExactly(Effect.NOT_STRICT);
        }
        assertThat(compiled(
                                dialect,
                                "{'type':'object','properties':{'a':{'$ref':'#/$defs/A'},'b':{'$ref':'#/$defs/A'}},"
                                        + "'$defs':{'A':{'type':'string'}}}")
                        .losses())
                .isEmpty();
    }

    @Test
    void whatTheWireChangedIsUndoneOnTheWayBack() {
        CompiledSchema schema = compiled(
                RuleDialect.builder("one")
                        .rules(ObjectRules.mapsToEntries("XX1"), ObjectRules.nullForAbsent("XX2"))
                        .objectAtRoot("XX3")
                        .nullForAbsent()
                        .entriesForMaps()
                        .build(),
                "{'type':'array','items':{'type':'object','properties':{'m':{'type':'object',"
                        + "'additionalProperties':{'type':'integer'}},'o':{'type':'string'}},'required':['m']}}");
        String original = quoted("[{'m':{'a':1}}]");
        String wire = quoted("{'value':[{'m':[{'key':'a','value':1}],'o':null}]}");
        assertThat(schema.adapt(original)).isEqualTo(wire);
        assertThat(schema.restore(wire)).isEqualTo(original);
        assertThat(schema.losses()).isEmpty();
    }

    @Test
    void aSchemaIsEnforcedAlwaysWhereNothingIsLostOrOnRequest() {
        JsonSchema plain = JsonSchema.of("{\"type\":\"object\"}");
        JsonSchema lossy = JsonSchema.of("{\"type\":\"string\",\"minLength\":1}");
        for (SchemaUse use : SchemaUse.values()) {
            for (Strictness strictness : Strictness.values()) {
                RuleDialect dialect = RuleDialect.builder("one")
                        .rules(KeywordRules.describe("XX1", "minLength"))
                        .strictness(strictness, strictness)
                        .build();
                assertThat(dialect.enforcesUnasked(use)).isEqualTo(strictness != Strictness.ON_REQUEST);
                assertThat(dialect.compile(plain, use, null).strict()).isEqualTo(strictness != Strictness.ON_REQUEST);
                assertThat(dialect.compile(lossy, use, null).strict()).isEqualTo(strictness == Strictness.ALWAYS);
                assertThat(dialect.compile(lossy, use, true).strict()).isTrue();
                assertThat(dialect.compile(lossy, use, false).wire()).isEqualTo(lossy.json());
            }
        }
    }

    @Test
    void anAnswerThatCannotBeEnforcedIsRefusedWhereTheVendorEnforcesAlwaysAndAToolIsSentAsItWasWritten() {
        RuleDialect dialect = RuleDialect.builder("one")
                .rules(ObjectRules.noMaps("XX1"))
                .enforcedOutput("XX1")
                .build();
        JsonSchema map = JsonSchema.of(quoted("{'type':'object','additionalProperties':{'type':'integer'}}"));
        for (Boolean wanted : new Boolean[] {null, true, false}) {
            assertThat(dialect.compile(map, SchemaUse.OUTPUT, wanted).refused())
                    .extracting(SchemaLoss::rule)
                    .containsExactly("XX1");
        }
        CompiledSchema tool = dialect.compile(map, SchemaUse.TOOL, true);
        assertThat(tool.strict()).isFalse();
        assertThat(tool.wire()).isEqualTo(map.json());
        assertThat(tool.losses()).extracting(SchemaLoss::effect).containsExactly(Effect.NOT_STRICT);
    }

    @Test
    void rulesMayHoldForHintsToo() {
        RuleDialect dialect = RuleDialect.builder("one")
                .rules(KeywordRules.describe("XX1", "minLength"))
                .sameWhenLoose()
                .build();
        JsonSchema schema = JsonSchema.of("{\"minLength\":1}");
        assertThat(dialect.compile(schema, SchemaUse.OUTPUT, false).wire())
                .isEqualTo("{\"description\":\"minLength: 1\"}");
        RuleDialect other = RuleDialect.builder("one")
                .looseRules(KeywordRules.drop("XX2", "minLength"))
                .build();
        assertThat(other.compile(schema, SchemaUse.OUTPUT, false).wire()).isEqualTo("{}");
    }

    @Test
    void whatIsTooLargeIsRefused() {
        RuleDialect dialect = RuleDialect.builder("one")
                .limits(new SchemaLimits("XX1", 2, 2, 20, 2, 2, 3))
                .build();
        assertThat(compiled(dialect, "{'properties':{'a':{},'b':{}}}").refused())
                .isEmpty();
        assertThat(compiled(dialect, "{'properties':{'a':{},'b':{},'c':{}}}").refused())
                .hasSize(1);
        assertThat(compiled(dialect, "{'enum':['a','b','c']}").refused()).isNotEmpty();
        assertThat(compiled(dialect, "{'const':'twenty-one characters'}").refused())
                .hasSize(1);
    }

    @Test
    void compilingAgainGivesTheSame() {
        RuleDialect dialect = of(KeywordRules.drop("XX1", "title"));
        assertThat(compiled(dialect, "{'type':'string'}")).isSameAs(compiled(dialect, "{'type':'string'}"));
        assertThat(dialect).hasToString("RuleDialect[one]");
        assertThat(dialect.rules()).extracting(SchemaRule::code).containsExactly("XX1");
    }
}
