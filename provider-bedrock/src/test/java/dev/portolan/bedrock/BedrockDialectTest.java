package dev.portolan.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.schema.CompiledSchema;
import dev.portolan.schema.JsonSchema;
import dev.portolan.schema.SchemaLoss;
import dev.portolan.schema.SchemaUse;
import dev.portolan.spi.support.schema.RuleDialect;
import dev.portolan.wire.anthropic.AnthropicDialect;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which family takes schemas by which rules. */
class BedrockDialectTest {

    private static final String REFERRING =
            "{\"type\":\"object\",\"title\":\"T\",\"properties\":{\"n\":{\"$ref\":\"#/$defs/N\"}},"
                    + "\"$defs\":{\"N\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":2}}}";

    private static CompiledSchema compiled(String family, SchemaUse use) {
        return BedrockDialect.of(new Family(Map.of("family", family))).compile(JsonSchema.of(REFERRING), use, null);
    }

    @Test
    void AN4_claudeIsToldOfLengthsAndBR5_othersEnforceThem() {
        CompiledSchema claude = compiled("claude", SchemaUse.OUTPUT);
        assertThat(claude.strict()).isTrue();
        assertThat(claude.losses()).extracting(SchemaLoss::rule).containsOnly("AN4");
        assertThat(claude.wire()).contains("minLength: 1").doesNotContain("title");
        CompiledSchema other = compiled("mistral", SchemaUse.OUTPUT);
        assertThat(other.losses()).isEmpty();
        assertThat(other.wire()).contains("\"minLength\":1").doesNotContain("title");
    }

    @Test
    void claudeIsHeldToTheRulesOfItsOwnWire() {
        RuleDialect own = (RuleDialect) AnthropicDialect.strict();
        RuleDialect here = (RuleDialect) BedrockDialect.of(new Family(Map.of("family", "claude")));
        assertThat(here.rules().get(0).code()).isEqualTo("BR1");
        assertThat(here.rules().stream()
                        .skip(1)
                        .map(rule -> rule.code() + " " + rule.what())
                        .toList())
                .isEqualTo(own.rules().stream()
                        .map(rule -> rule.code() + " " + rule.what())
                        .toList());
    }

    @Test
    void BR7_toolsAreSentAsTheyWereWrittenUnlessStrictnessIsAskedFor() {
        assertThat(compiled("claude", SchemaUse.TOOL).wire()).isEqualTo(REFERRING);
        assertThat(compiled("claude", SchemaUse.TOOL).strict()).isFalse();
    }

    @Test
    void BR8_definitionsAreWrittenOutForNovaLlamaAndQwen() {
        for (String family : new String[] {"nova", "llama"}) {
            CompiledSchema tool = compiled(family, SchemaUse.TOOL);
            assertThat(tool.strict()).isFalse();
            assertThat(tool.wire()).doesNotContain("$ref", "$defs", "title").contains("\"minLength\":1");
        }
        CompiledSchema qwen = compiled("qwen", SchemaUse.OUTPUT);
        assertThat(qwen.strict()).isTrue();
        assertThat(qwen.wire()).doesNotContain("$ref", "$defs").contains("\"additionalProperties\":false");
    }
}
