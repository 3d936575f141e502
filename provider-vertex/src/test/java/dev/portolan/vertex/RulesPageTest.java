package dev.portolan.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.spi.support.schema.RuleDialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of Gemini's rules in the guide say what the rules say. */
class RulesPageTest {

    @Test
    void theGuideHasTheTableOfTheRules() throws IOException {
        String guide = Files.readString(Path.of("../docs/structured-output.md"));
        for (Object dialect : List.of(written("json-schema"), written("openapi"))) {
            assertThat(guide).contains(table((RuleDialect) dialect));
        }
    }

    private static Object written(String form) {
        return VertexDialect.of(new Family(Map.of(Family.SCHEMA, form)));
    }

    private static String table(RuleDialect dialect) {
        return dialect.rules().stream()
                .map(rule -> "| " + rule.code() + " | " + rule.what() + " |\n")
                .collect(Collectors.joining("", "| rule | what it does |\n|---|---|\n", ""));
    }
}
