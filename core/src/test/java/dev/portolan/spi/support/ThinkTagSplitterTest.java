package dev.portolan.spi.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThinkTagSplitterTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "<think>\\nTwo and two.\\n</think>\\n\\nFour.|Two and two.|Four.",
                "\\n <think>a < b</think>yes|a < b|yes",
                "<think>\\n\\n</think>\\n\\nFour.||Four.",
                "No tags here.||No tags here.",
                "Use <think> and </think> so.||Use <think> and </think> so.",
                "lost opening</think>Four.||lost opening</think>Four.",
                "<think>cut off in </thi|cut off in </thi|",
                "<think>never closed \\n|never closed|",
                "<thin||<thin",
                "  ||  ",
                "<think>a </b> c</think> d </think> e|a </b> c|d </think> e",
            })
    void reasoningIsPartedFromText(String text, String reasoning, String answer) {
        String whole = text.replace("\\n", "\n");
        for (int slice = 1; slice <= whole.length(); slice++) {
            StringBuilder thoughts = new StringBuilder();
            StringBuilder said = new StringBuilder();
            ThinkTagSplitter splitter =
                    new ThinkTagSplitter((piece, thought) -> (thought ? thoughts : said).append(piece));
            for (int at = 0; at < whole.length(); at += slice) {
                splitter.feed(whole.substring(at, Math.min(whole.length(), at + slice)));
            }
            splitter.feed("");
            splitter.end();
            assertThat(thoughts.toString()).as("slices of %s", slice).isEqualTo(reasoning == null ? "" : reasoning);
            assertThat(said.toString()).as("slices of %s", slice).isEqualTo(answer == null ? "" : answer);
        }
    }

    @Test
    void nothingIsSplitIntoNothing() {
        ThinkTagSplitter.split(null, (piece, thought) -> {
            throw new AssertionError(piece);
        });
    }

    @Test
    void aWholeTextIsSplitAtOnce() {
        StringBuilder all = new StringBuilder();
        ThinkTagSplitter.split(
                "<think>a</think>b",
                (piece, thought) -> all.append(thought ? "R:" : "T:").append(piece));
        assertThat(all).hasToString("R:aT:b");
    }
}
