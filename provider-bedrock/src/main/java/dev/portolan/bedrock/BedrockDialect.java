package dev.portolan.bedrock;

import dev.portolan.schema.SchemaDialect;
import dev.portolan.spi.support.schema.KeywordRules;
import dev.portolan.spi.support.schema.ObjectRules;
import dev.portolan.spi.support.schema.RuleDialect;
import dev.portolan.spi.support.schema.RuleDialect.Strictness;
import dev.portolan.wire.anthropic.AnthropicDialect;

/**
 * JSON Schema as Bedrock takes it. Converse's format for answers is always enforced (BR7), and refuses what it cannot enforce: a map
 * would always be empty. Tools are enforced when they are asked to be, and else sent as they were written. Claude is held to its own rules,
 * those of {@link AnthropicDialect}, behind BR1. Nova, Llama and Qwen follow no references: definitions are written out for them (BR8).
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html">AWS: structured output</a>
 */
final class BedrockDialect {

    private static final RuleDialect CONVERSE = converse(RuleDialect.builder("bedrock"));

    private static final RuleDialect QWEN =
            converse(RuleDialect.builder("bedrock-qwen").inlining("BR8", true));

    private static RuleDialect converse(RuleDialect.Builder builder) {
        return builder.strictness(Strictness.ON_REQUEST, Strictness.ALWAYS)
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
    }

    private static final RuleDialect CLAUDE =
            AnthropicDialect.behind("bedrock-claude", KeywordRules.drop("BR1", "title", "$schema"));

    private static final RuleDialect WRITTEN_OUT = RuleDialect.builder("bedrock-written-out")
            .strictness(Strictness.ON_REQUEST, Strictness.ON_REQUEST)
            .sameWhenLoose()
            .inlining("BR8", true)
            .rules(KeywordRules.drop("BR1", "title", "$schema"))
            .build();

    private BedrockDialect() {}

    /**
     * The dialect of a family.
     *
     * @param family what sets its models apart
     * @return one of the four
     */
    static SchemaDialect of(Family family) {
        return switch (family.name()) {
            case "claude" -> CLAUDE;
            case "nova", "llama" -> WRITTEN_OUT;
            case "qwen" -> QWEN;
            default -> CONVERSE;
        };
    }
}
