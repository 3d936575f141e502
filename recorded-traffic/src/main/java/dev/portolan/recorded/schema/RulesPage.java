package dev.portolan.recorded.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.schema.SchemaDialect;
import dev.portolan.spi.support.schema.RuleDialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** The page on structured output says what the rules of a dialect say. */
public final class RulesPage {

    private RulesPage() {}

    /** Requires the table of a dialect's rules. */
    public static void requireTableOf(SchemaDialect dialect) throws IOException {
        assertThat(dialect).isInstanceOf(RuleDialect.class);
        assertThat(Files.readString(Path.of("..", "docs", "structured-output.md")))
                .contains(((RuleDialect) dialect)
                        .rules().stream()
                                .map(rule -> "| " + rule.code() + " | " + rule.what() + " |\n")
                                .collect(Collectors.joining("", "| rule | what it does |\n|---|---|\n", "")));
    }
}
