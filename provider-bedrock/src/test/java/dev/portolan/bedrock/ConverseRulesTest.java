package dev.portolan.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.recorded.schema.DialectCases;
import dev.portolan.recorded.schema.RulesPage;
import dev.portolan.recorded.schema.SchemaPairs;
import dev.portolan.schema.CompiledSchema;
import dev.portolan.schema.SchemaDialect;
import dev.portolan.schema.SchemaUse;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule by its code, on the smallest schema that shows it, and every family's dialect against schemas made by chance. */
class ConverseRulesTest {

    private final DialectCases converse = new DialectCases(dialect("mistral"), SchemaUse.OUTPUT);
    private final DialectCases nova = new DialectCases(dialect("nova"), SchemaUse.OUTPUT);

    private static SchemaDialect dialect(String family) {
        return BedrockDialect.of(new Family(Map.of("family", family)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mistral", "claude", "qwen", "nova"})
    void whatTheWireTakesComesBack(String family) {
        SchemaPairs.check(dialect(family));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mistral", "nova"})
    void theGuideHasTheTableOfTheRules(String family) throws IOException {
        RulesPage.requireTableOf(dialect(family));
    }

    @Test
    void BR1_titlesGoAndBR2_objectsAreClosed() {
        converse.requireWire(
                "{'title':'T','type':'object','properties':{'a':{'type':'string','minLength':1}}}",
                "{'type':'object','properties':{'a':{'type':'string','minLength':1}},'additionalProperties':false}");
    }

    @Test
    void BR3_boundsOfNumbersAreTold() {
        converse.requireWire(
                "{'type':'integer','minimum':1,'multipleOf':5}",
                "{'type':'integer','description':'minimum: 1. multipleOf: 5'}");
    }

    @Test
    void BR4_listsMayHaveToHoldOne() {
        converse.requireWire(
                "{'type':'array','items':{'type':'string'},'minItems':1,'maxItems':3}",
                "{'type':'array','items':{'type':'string'},'minItems':1,'description':'maxItems: 3'}");
        converse.requireWire(
                "{'type':'array','items':{'type':'string'},'minItems':2}",
                "{'type':'array','items':{'type':'string'},'description':'minItems: 2'}");
    }

    @Test
    void BR5_lengthsOfStringsStayAndBR6_dropsAreTold() {
        converse.requireUnchanged("{'type':'string','minLength':2,'maxLength':3}");
        assertThat(converse.lossesOf("{'type':'integer','minimum':1}")).containsExactly("BR3");
    }

    @Test
    void BR7_anAnswerIsAlwaysEnforcedOrRefusedAndAToolOnlyOnRequest() {
        String plain = "{'type':'object','properties':{}}";
        for (Boolean wanted : new Boolean[] {null, true, false}) {
            CompiledSchema answer = converse.compiled(plain, wanted);
            assertThat(answer.strict()).isTrue();
            assertThat(answer.refused()).isEmpty();
        }
        assertThat(converse.refusalsOf("{'type':'object','additionalProperties':{'type':'integer'}}"))
                .hasSize(1);
        DialectCases tools = new DialectCases(dialect("mistral"), SchemaUse.TOOL);
        assertThat(tools.compiled(plain, null).strict()).isFalse();
        assertThat(tools.compiled(plain, true).strict()).isTrue();
    }

    @Test
    void BR8_definitionsAreWrittenOutUnlessTheyLeadToThemselves() {
        nova.requireWire(
                "{'$defs':{'S':{'type':'string'}},'type':'object','properties':{'s':{'$ref':'#/$defs/S'}}}",
                "{'type':'object','properties':{'s':{'type':'string'}}}");
        CompiledSchema recursive =
                nova.compiled("{'$defs':{'T':{'type':'object','properties':{'next':{'$ref':'#/$defs/T'}}}},"
                        + "'type':'object','properties':{'t':{'$ref':'#/$defs/T'}}}");
        assertThat(recursive.refused()).isEmpty();
        assertThat(recursive.wire()).contains("$defs").contains("#/$defs/T");
    }
}
