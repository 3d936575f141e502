package dev.portolan.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portolan.testkit.contract.ContractMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * README shows what the contract found. This module is built after all others, whose results lie in {@code target/contract} by then,
 * wherever else a build goes; where a contract was not run, or in part, there is nothing to compare. With {@code
 * -Dportolan.readme.write=true} the table is written.
 */
class ReadmeMatrixTest {

    private static final String BEGIN = "<!-- What follows is made by ReadmeMatrixTest. -->\n";
    private static final String END = "<!-- What was made ends here. -->\n";

    @Test
    void theTableIsWhatTheContractFound() throws IOException {
        Path file = Path.of("..", "README.md");
        String readme = Files.readString(file);
        assertThat(readme).containsOnlyOnce(BEGIN).containsOnlyOnce(END);
        int begin = readme.indexOf(BEGIN) + BEGIN.length();
        int end = readme.indexOf(END);
        assertThat(begin).as("where the table begins").isLessThanOrEqualTo(end);
        ContractMatrix matrix = ContractMatrix.of(results());
        assumeTrue(matrix.names().contains("openai-chat"), "the contracts were not run: build all modules with tests");
        for (String name : matrix.names()) {
            List<String> missing = matrix.missing(name);
            assumeTrue(missing.isEmpty(), () -> "the contract of " + name + " was run in part; not run: " + missing);
        }
        for (String name : columns(readme.substring(begin, end))) {
            assumeTrue(
                    matrix.names().contains(name),
                    () -> "the contract of " + name
                            + " was not run; if there is none any more, take its column out of README");
        }
        String table = "\n" + matrix.markdown() + "\n";
        if (Boolean.getBoolean("portolan.readme.write")) {
            Files.writeString(file, readme.substring(0, begin) + table + readme.substring(end));
        } else {
            assertThat(readme.substring(begin, end))
                    .as("the table of README; ./mvnw clean verify -Dportolan.readme.write=true writes it")
                    .isEqualTo(table);
        }
    }

    /** Of whom the table tells: its first row is the only one that names in code what it is about. */
    private static List<String> columns(String table) {
        return Pattern.compile("`([^`]+)`")
                .matcher(table)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** Results of chat contracts; doubles and embeddings have no column. */
    private static List<Path> results() throws IOException {
        try (Stream<Path> files = Files.find(
                Path.of(".."),
                5,
                (path, attributes) -> path.getFileName().toString().endsWith(".json")
                        && path.getParent().endsWith(Path.of("target", "contract")))) {
            return files.filter(path -> !path.getFileName().toString().matches("test.*|.*embeddings\\.json"))
                    .sorted()
                    .toList();
        }
    }
}
