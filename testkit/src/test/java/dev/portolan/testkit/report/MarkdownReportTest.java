package dev.portolan.testkit.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.evidence.parity.Gate;
import dev.portolan.evidence.parity.ParityReport;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownReportTest {

    private static final ParityReport WORSE = SampleReport.worse(80);

    @Test
    void itBeginsWithTheVerdictAndItsReasons() {
        String text = MarkdownReport.of(WORSE);

        assertThat(text)
                .startsWith("## ✘ Parity FAIL: `assistant` → `assistant-next`\n\n**No go:")
                .contains("- The target has hard breaks on ", "What would change it: ", "### Gate", "### Objectives")
                .contains(
                        "### What answers take", "### Examples to look at: ", "How it was run", "prompt, temperature");
    }

    @Test
    void hardBreaksStandFirst() {
        List<String> lines = MarkdownReport.of(WORSE).lines().toList();

        int gate = lines.indexOf("### Gate");
        assertThat(lines.get(gate + 4)).startsWith("| `tools` |").contains("new hard breaks");
        int examples = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("### Examples"))
                .findFirst()
                .orElseThrow());
        assertThat(lines.get(examples + 4)).contains("hard break");
    }

    @Test
    void aReportOfThousandsFitsAComment() {
        assertThat(MarkdownReport.of(SampleReport.with("|@#<&`".repeat(200), 300)))
                .hasSizeLessThan(MarkdownReport.LIMIT);
    }

    @Test
    void whatComesFromModelsIsNoMarkup() {
        String text = MarkdownReport.of(SampleReport.with(HostileText.ALL, 40));
        String outsideCode = text.replaceAll("(`+)(?!`).*?(?<!`)\\1(?!`)", "");

        assertThat(outsideCode)
                .doesNotContain("<script", "<img", "@everyone", "](javascript", "https://evil")
                .doesNotContain("\u202E", "\u0000");
        assertThat(text.lines().filter(line -> line.startsWith("| `label"))).allMatch(line -> columns(line) == 7);
        assertThat(text.chars().filter(one -> Character.isSurrogate((char) one)))
                .isEmpty();
    }

    private static long columns(String row) {
        return row.replaceAll("\\\\\\|", "").chars().filter(one -> one == '|').count() - 1;
    }

    @Test
    void codeIsFencedByMoreTicksThanItHolds() {
        assertThat(MarkdownText.code("a `` b")).isEqualTo("``` a `` b ```");
        assertThat(MarkdownText.code("plain")).isEqualTo("`plain`");
        assertThat(MarkdownText.code(" \n")).isEmpty();
        assertThat(MarkdownText.code("x".repeat(500))).hasSize(163).endsWith("…`");
        assertThat(MarkdownText.words("*a* <b> @c #1 www.d")).isEqualTo("\\*a\\* &lt;b&gt; &#64;c &#35;1 www&#46;d");
    }

    @Test
    void aReportWithoutExamplesSaysSo() {
        ParityReport empty = ParityReport.evaluate(WORSE.facts(), List.of(), Gate.DEFAULT, List.of());

        assertThat(MarkdownReport.of(empty)).startsWith("## ⊘ Parity INVALID").contains("None: on no example");
    }
}
