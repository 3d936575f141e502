package dev.portolan.testkit.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portolan.evidence.parity.Gate;
import dev.portolan.evidence.parity.ParityReport;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlReportTest {

    private static String page(ParityReport report) throws Exception {
        StringWriter out = new StringWriter();
        HtmlReport.write(report, out);
        return out.toString();
    }

    private static JsonNode data(String page) throws Exception {
        Matcher found = Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL)
                .matcher(page);
        assertThat(found.find()).isTrue();
        return new ObjectMapper().readTree(found.group(1));
    }

    @Test
    void onlyItsOwnScriptAndStyleMayRun() throws Exception {
        String page = page(SampleReport.worse(20));

        for (String element : List.of("style", "script")) {
            Matcher content = Pattern.compile("<" + element + ">(.*?)</" + element + ">", Pattern.DOTALL)
                    .matcher(page);
            assertThat(content.find()).isTrue();
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(content.group(1).getBytes(StandardCharsets.UTF_8));
            assertThat(page)
                    .contains(element + "-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
        }
        assertThat(page).contains("default-src 'none'").doesNotContain("http://", "https://", " style=\"", " onclick=");
    }

    @Test
    void hostileTextIsDataAndNeverMarkup() throws Exception {
        String page = page(SampleReport.with(HostileText.ALL, 20));

        assertThat(page.split("</script>", -1)).hasSize(3);
        assertThat(page).doesNotContain("<img", "<b ", "<!--", "\0", "\u202E", "\u2028");
        JsonNode pair = data(page).path("pairs").get(0);
        assertThat(pair.path("id").asText()).isEqualTo("ticket-1000" + HostileText.ALL);
        assertThat(new String(page.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(page);
    }

    @Test
    void longTextsAreCutAndSaySo() throws Exception {
        String page = page(SampleReport.with("x".repeat(30_000), 1));

        assertThat(data(page).at("/pairs/0/asked/1/1").asText())
                .hasSizeLessThan(21_000)
                .contains("cut here; parity.json has all");
    }

    @Test
    void aReportWithoutAnyAnswerCanBeShown() throws Exception {
        ParityReport empty = ParityReport.evaluate(SampleReport.worse(12).facts(), List.of(), Gate.DEFAULT, List.of());
        ParityReport lost = ParityReport.evaluate(
                SampleReport.worse(12).facts(), SampleReport.unanswered(), Gate.DEFAULT, List.of());

        assertThat(page(empty)).contains("Unknown: no call has a time.", "Unknown is not zero", "No verdict");
        assertThat(data(page(lost)).at("/pairs/0/source/0/outcome").asText()).isEqualTo("failed");
    }

    @Test
    void theVerdictIsSaidInWordsAndSignsBesidesColour() throws Exception {
        assertThat(page(SampleReport.worse(80))).contains("<h1>FAIL</h1>", "No go:", "✘", "What would change it:");
        assertThat(page(SampleReport.equal(40))).contains("<h1>INCONCLUSIVE</h1>", "Not settled:");
    }

    @Test
    void whatIsBundledWithTheMoveIsMarked() throws Exception {
        assertThat(page(SampleReport.worse(20))).contains("Bundled change.", "prompt, temperature", "⚠ differs");
    }

    @Test
    void costIsShownForManyRequestsToo() throws Exception {
        assertThat(page(SampleReport.worse(20)))
                .containsPattern("cost of 100,000 requests</bdi></th><td>4\\d\\d\\.\\d\\d USD");
    }

    @Test
    void figuresAreWrittenForReaders() {
        assertThat(Figure.share(0.9131)).isEqualTo("91.3 %");
        assertThat(Figure.share(Double.NaN)).isEqualTo("–");
        assertThat(Figure.measure(0.00000123, "USD")).isEqualTo("0.00000123 USD");
        assertThat(Figure.measure(1234.5, "USD")).isEqualTo("1234.50 USD");
        assertThat(Figure.measure(12345, "tokens")).isEqualTo("12,345");
        assertThat(Figure.measure(12.34, "s")).isEqualTo("12.3 s");
        assertThat(Figure.difference(dev.portolan.evidence.parity.Scale.SCORE, Double.NEGATIVE_INFINITY))
                .isEqualTo("−∞");
        assertThat(Figure.ratio(null)).isEqualTo("–");
        assertThat(Svg.number(-0.01)).isEqualTo("0");
        assertThat(Visible.of("a\u202Eb\ud83dc\ud83d\ude00\u200d")).isEqualTo("a[U+202E]b[U+D83D]c\ud83d\ude00\u200d");
    }
}
