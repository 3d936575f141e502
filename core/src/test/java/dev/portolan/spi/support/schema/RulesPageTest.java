package dev.portolan.spi.support.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of rules in the guide say what the rules say. OpenAI's is held by its wire. */
class RulesPageTest {

    static Stream<RuleDialect> dialects() {
        return Stream.of(
                VendorDialects.GEMINI_JSON,
                VendorDialects.GEMINI_OPENAPI,
                VendorDialects.ANTHROPIC,
                VendorDialects.BEDROCK,
                VendorDialects.BEDROCK_INLINED,
                VendorDialects.OLLAMA);
    }

    static String table(RuleDialect dialect) {
        return dialect.rules().stream()
                .map(rule -> "| " + rule.code() + " | " + rule.what() + " |\n")
                .collect(Collectors.joining("", "| rule | what it does |\n|---|---|\n", ""));
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void theGuideHasTheTableOfTheRules(RuleDialect dialect) throws IOException {
        assertThat(Files.readString(Path.of("../docs/structured-output.md"))).contains(table(dialect));
    }
}
