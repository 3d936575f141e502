package dev.portolan.ollama;

import dev.portolan.schema.SchemaDialect;
import dev.portolan.spi.support.schema.KeywordRules;
import dev.portolan.spi.support.schema.RuleDialect;
import dev.portolan.spi.support.schema.UnionRules;

/**
 * JSON Schema as Ollama's grammars take it. Definitions are written out (OL6), since models of Llama's, Qwen's and Mistral's kind
 * do not follow references; a {@code pattern} can break the grammar and {@code oneOf} is refused for hosted models (OL4); formats
 * are not enforced, and Mistral's template fails on them (OL7). What is taken out stands in the description, and answers are held
 * against the original schema.
 *
 * @see <a href="https://docs.ollama.com/capabilities/structured-outputs">Ollama: structured outputs</a>
 */
final class OllamaDialect {

    private static final RuleDialect GRAMMAR = RuleDialect.builder("ollama")
            .inlining("OL6", true)
            .sameWhenLoose()
            .rules(KeywordRules.describe("OL4", "pattern"), KeywordRules.formats("OL7"), UnionRules.oneOfToAnyOf("OL4"))
            .build();

    private OllamaDialect() {}

    static SchemaDialect grammar() {
        return GRAMMAR;
    }
}
