package dev.portolan.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What README and the page about testing show works when it is pasted. */
class ReadmeTest {

    @TempDir
    Path classes;

    @Test
    void everyJavaBlockCompiles() throws IOException {
        List<String> blocks = PageBlocks.of("README.md").in("java");

        assertThat(blocks).hasSizeGreaterThanOrEqualTo(2);
        assertThat(blocks)
                .allSatisfy(
                        block -> assertThat(PageBlocks.errors(block, classes)).isEmpty());
    }

    @Test
    void everyJavaBlockAboutTestingCompiles() throws IOException {
        List<String> blocks = PageBlocks.of("docs", "testing.md").in("java");

        assertThat(blocks).hasSizeGreaterThanOrEqualTo(4);
        assertThat(blocks)
                .allSatisfy(
                        block -> assertThat(PageBlocks.errors(block, classes)).isEmpty());
    }

    @Test
    void theExampleHasTwentyLines() throws IOException {
        assertThat(PageBlocks.of("README.md").in("java").get(0).lines().filter(line -> !line.isBlank()))
                .hasSizeLessThanOrEqualTo(20);
    }

    @Test
    void theFirstTwoBlocksRunAnExampleAndTheTests() throws IOException {
        assertThat(PageBlocks.of("README.md").in("sh").subList(0, 2))
                .containsExactly("./mvnw -q -pl examples/triage-migration -am compile exec:java\n", "./mvnw verify\n");
    }
}
