package dev.portolan.wire.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.spi.support.schema.RuleDialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of OpenAI's rules in the guide says what the rules say. */
class RulesPageTest {

    @Test
    void theGuideHasTheTableOfTheRules() throws IOException {
        RuleDialect dialect = (RuleDialect) OpenAiDialect.strict();
        assertThat(Files.readString(Path.of("../docs/structured-output.md")))
                .contains(dialect.rules().stream()
                        .map(rule -> "| " + rule.code() + " | " + rule.what() + " |\n")
                        .collect(Collectors.joining("", "| rule | what it does |\n|---|---|\n", "")));
    }
}
