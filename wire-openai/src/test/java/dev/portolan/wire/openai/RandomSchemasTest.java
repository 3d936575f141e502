package dev.portolan.wire.openai;

import dev.portolan.recorded.schema.RulesPage;
import dev.portolan.recorded.schema.SchemaPairs;
import dev.portolan.schema.SchemaDialect;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The dialects of OpenAI's protocol, Azure's among them, against schemas made by chance, and the page. */
class RandomSchemasTest {

    static Stream<SchemaDialect> dialects() {
        return Stream.of(OpenAiDialect.strict(), OpenAiDialect.onRequest(), OpenAiDialect.writtenOut());
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void whatTheWireTakesComesBack(SchemaDialect dialect) {
        SchemaPairs.check(dialect);
    }

    @Test
    void theGuideHasTheTableOfTheRules() throws IOException {
        RulesPage.requireTableOf(OpenAiDialect.strict());
    }
}
