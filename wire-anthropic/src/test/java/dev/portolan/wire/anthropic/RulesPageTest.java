package dev.portolan.wire.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.spi.support.schema.RuleDialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of Claude's rules in the guide says what the rules say. */
class RulesPageTest {

    @Test
    void theGuideHasTheTableOfTheRules() throws IOException {
        String guide = Files.readString(Path.of("../docs/structured-output.md"));
        for (Object dialect : List.of(AnthropicDialect.strict())) {
            assertThat(guide).contains(table((RuleDialect) dialect));
        }
    }

    private static String table(RuleDialect dialect) {
        return dialect.rules().stream()
                .map(rule -> "| " + rule.code() + " | " + rule.what() + " |\n")
                .collect(Collectors.joining("", "| rule | what it does |\n|---|---|\n", ""));
    }
}
