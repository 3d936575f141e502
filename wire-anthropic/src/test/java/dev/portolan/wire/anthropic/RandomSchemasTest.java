package dev.portolan.wire.anthropic;

import dev.portolan.recorded.schema.RulesPage;
import dev.portolan.recorded.schema.SchemaPairs;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Claude's dialect against schemas made by chance, and its page. */
class RandomSchemasTest {

    @Test
    void whatTheWireTakesComesBack() {
        SchemaPairs.check(AnthropicDialect.strict());
    }

    @Test
    void theGuideHasTheTableOfTheRules() throws IOException {
        RulesPage.requireTableOf(AnthropicDialect.strict());
    }
}
