package dev.portolan.ollama;

import dev.portolan.recorded.schema.RulesPage;
import dev.portolan.recorded.schema.SchemaPairs;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Ollama's dialect against schemas made by chance, and its page. */
class RandomSchemasTest {

    @Test
    void whatTheWireTakesComesBack() {
        SchemaPairs.check(OllamaDialect.grammar());
    }

    @Test
    void theGuideHasTheTableOfTheRules() throws IOException {
        RulesPage.requireTableOf(OllamaDialect.grammar());
    }
}
