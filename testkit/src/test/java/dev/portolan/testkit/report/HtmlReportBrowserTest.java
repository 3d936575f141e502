package dev.portolan.testkit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.evidence.parity.PairResult;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.parity.ReviewDecision;
import dev.portolan.evidence.parity.Side;
import dev.portolan.evidence.parity.Trial;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a reader sees it, from disk, in Chromium. */
@Tag("integration")
class HtmlReportBrowserTest {

    @TempDir
    private static Path folder;

    private static Browser browser;

    @BeforeAll
    static void open() throws Exception {
        Optional<Browser> found = Browser.open(folder);
        Assumptions.assumeTrue(
                found.isPresent(), "No Chromium with chromedriver is installed (Debian: chromium, chromium-driver)");
        browser = found.get();
    }

    @AfterAll
    static void close() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    /** What a test that failed has left in the logs is not the next one's. */
    @BeforeEach
    void forget() throws Exception {
        browser.console();
        browser.requests();
    }

    private static String page(ParityReport report, String name) throws Exception {
        Path file = folder.resolve(name);
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            HtmlReport.write(report, out);
        }
        return file.toUri().toString();
    }

    private static void nothingWentWrong(String page) throws Exception {
        assertThat(browser.console()).isEmpty();
        assertThat(browser.requests()).isNotEmpty().allMatch(one -> one.startsWith(page) || one.startsWith("blob:"));
    }

    @Test
    void aReaderFiltersAndOpensDiffs() throws Exception {
        ParityReport report = SampleReport.worse(120);
        String page = page(report, "worse.html");
        browser.go(page);
        int regressed = report.regressed().size();

        assertThat(browser.text("document.querySelector('h1').textContent")).isEqualTo("FAIL");
        assertThat(browser.text("byId('count').textContent")).isEqualTo(regressed + " of 120 examples");
        assertThat(browser.count(".item")).isEqualTo(Math.min(40, regressed));

        browser.click("[data-filter=all]");
        assertThat(browser.text("byId('count').textContent")).isEqualTo("120 of 120 examples");
        browser.type("#search", "ticket-1001");
        assertThat(browser.count(".item")).isEqualTo(1);
        browser.click(".item > summary");
        await().until(() -> browser.count(".item .tool-calls .diff tbody tr") > 2);
        assertThat(browser.text("document.querySelector('.tool-calls').textContent"))
                .contains("refund()", "amount");

        browser.run("byId('search').value = 'ticket-1000'; byId('search').dispatchEvent(new Event('input'))");
        browser.click(".item > summary");
        await().until(() -> browser.count(".item .json .diff tr") > 5);
        assertThat(browser.text("document.querySelector('.json').textContent"))
                .contains("$.customer.name", "$.items[0]");

        long losses = report.metric("tools").cells().sourceOnly();
        browser.click(
                ".cells [data-metric='" + report.metrics().indexOf(report.metric("tools")) + "'][data-cell=source]");
        assertThat(browser.text("byId('count').textContent")).startsWith(losses + " of ");
        assertThat(browser.text("byId('chip').textContent")).contains("tools: only the source passes");
        browser.click("#chip button");
        browser.click(".slices [data-tag]");
        assertThat(browser.text("byId('chip').textContent"))
                .contains("tag " + report.slices().get(0).tag());
        browser.run("document.querySelector('.dot.below').dispatchEvent(new MouseEvent('click', {bubbles: true}))");
        assertThat(browser.text("byId('chip').textContent")).contains("→");
        nothingWentWrong(page);
    }

    @Test
    void whatMovesByItselfAndWhatIsForPeopleHaveListsToo() throws Exception {
        ParityReport report = SampleReport.worse(120);
        String page = page(report, "lists.html");
        browser.go(page);

        long unsteady = report.pairs().stream()
                .filter(pair -> differs(pair, Side.SOURCE) || differs(pair, Side.TARGET))
                .count();
        assertThat(browser.text("[unsteady([{scores: [[0, 1]]}, {scores: [[0, 1]]}]),"
                        + " unsteady([{scores: [[0, 1]]}, {scores: [[0, null]]}]),"
                        + " unsteady([{scores: [[0, 1]]}, {scores: [[0, 0.5]]}])].join(' ')"))
                .isEqualTo("false false true");
        browser.click("[data-filter=unsteady]");
        assertThat(browser.text("byId('count').textContent")).isEqualTo(unsteady + " of 120 examples");
        browser.click("[data-filter=review]");
        assertThat(browser.text("byId('count').textContent"))
                .isEqualTo(browser.text("data.reviewItems.length") + " of 120 examples");

        browser.click("[data-filter=all]");
        browser.type("#search", "ticket-1000");
        browser.click(".item > summary");
        browser.click(".item details.raw > summary");
        assertThat(browser.text("document.querySelector('.item details.raw').textContent"))
                .contains("\"finishReason\"", "\"usage\"");
        nothingWentWrong(page);
    }

    private static boolean differs(PairResult pair, Side side) {
        Map<String, Set<Double>> values = new HashMap<>();
        for (Trial trial : pair.trials(side)) {
            trial.scores().entries().stream()
                    .filter(entry -> entry.score().scored())
                    .forEach(entry -> values.computeIfAbsent(entry.check(), check -> new HashSet<>())
                            .add(entry.score().value()));
        }
        return values.values().stream().anyMatch(distinct -> distinct.size() > 1);
    }

    @Test
    void aWordThatOnlyOneSideHasIsMarked() throws Exception {
        String page = page(SampleReport.worse(20), "words.html");
        browser.go(page);

        String runs =
                browser.text("JSON.stringify(edits(words('the red fox ran home'), words('the fox ran far home')))");
        assertThat(runs)
                .isEqualTo("[[\"=\",[\"the\",\" \"]],[\"-\",[\"red\",\" \"]],[\"=\",[\"fox\",\" \",\"ran\"]],"
                        + "[\"+\",[\" \",\"far\"]],[\"=\",[\" \",\"home\"]]]");
        assertThat(browser.run("""
                        let seed = 7;
                        const next = n => (seed = seed * 1103515245 + 12345 & 0x7fffffff) % n;
                        for (let round = 0; round < 300; round++) {
                          const before = Array.from({length: next(12)}, () => 'abc'[next(3)]);
                          const after = Array.from({length: next(12)}, () => 'abc'[next(3)]);
                          const runs = edits(before, after);
                          const of = other => runs.filter(([kind]) => kind !== other).flatMap(([, items]) => items).join('');
                          if (of('+') !== before.join('') || of('-') !== after.join('')) {
                            return before.join('') + ' ' + after.join('');
                          }
                        }
                        return 'all are edits';
                        """).asText()).isEqualTo("all are edits");
        nothingWentWrong(page);
    }

    @Test
    void theKeyboardAndTheAddressReachEveryExample() throws Exception {
        String page = page(SampleReport.worse(120), "keys.html");
        browser.go(page + "#item=ticket-1117");

        assertThat(browser.text("document.activeElement.textContent")).contains("ticket-1117");
        assertThat(browser.count(".item[open]")).isEqualTo(1);
        browser.click("[data-filter=all]");
        browser.run("location.hash = '#item=ticket-1118'");
        await().until(() -> browser.text("document.activeElement.textContent").contains("ticket-1118"));
        browser.press("k");
        browser.press("k");
        assertThat(browser.text("document.activeElement.textContent")).contains("ticket-1116");
        browser.press(Browser.ENTER);
        await().until(() -> browser.count(".item[open] .body") == 2);
        browser.press("j");
        assertThat(browser.text("document.activeElement.textContent")).contains("ticket-1117");
        browser.press("/");
        assertThat(browser.text("document.activeElement.id")).isEqualTo("search");
        browser.go(page + "#item=no-such");
        assertThat(browser.text("byId('count').textContent")).contains("There is no example");
        nothingWentWrong(page);
    }

    @Test
    void aReviewIsSavedAndReadByTheNextRun() throws Exception {
        ParityReport report = SampleReport.worse(60);
        String page = page(report, "review.html");
        browser.go(page);
        browser.type("#reviewer", "Ann");
        browser.click("#start-review");
        assertThat(browser.text("byId('panel').textContent")).doesNotContain("azure", "bedrock", "assistant");
        browser.press("1");
        browser.type("#review-note", "shorter, and true");
        browser.click("#choice-second");
        browser.press("0");
        browser.click("#save-review");
        Path saved = folder.resolve("parity-review.json");
        await().until(() -> Files.exists(saved));

        List<ReviewDecision> decisions = ReviewFile.read(saved);
        assertThat(decisions).hasSize(3).allMatch(one -> one.reviewer().equals("Ann"));
        assertThat(decisions.get(1).note()).isEqualTo("shorter, and true");
        assertThat(decisions.get(2).choice()).isEqualTo(ReviewDecision.Choice.SAME);
        ReviewFile sample = ReviewFile.of(report, ReviewFile.SAMPLE, 1);
        assertThat(decisions)
                .extracting(ReviewDecision::example)
                .containsExactlyElementsOf(sample.items().stream()
                        .limit(3)
                        .map(item -> item.pair().example().id())
                        .toList());
        assertThat(decisions.get(0).choice())
                .isEqualTo(
                        sample.items().get(0).targetFirst()
                                ? ReviewDecision.Choice.TARGET
                                : ReviewDecision.Choice.SOURCE);
        nothingWentWrong(page);
    }

    @Test
    void hostileTextStaysText() throws Exception {
        String page = page(SampleReport.with(HostileText.ALL, 40), "hostile.html");
        browser.go(page);
        browser.click("[data-filter=all]");
        browser.run("document.querySelectorAll('.item').forEach(item => item.open = true)");
        await().until(() -> browser.count(".item .body") == 40);
        browser.run("document.querySelectorAll('.ask').forEach(one => one.open = true)");
        browser.type("#reviewer", "x");
        browser.click("#start-review");
        browser.run("document.querySelector('[data-tag]').click()");

        assertThat(browser.text("document.title")).startsWith("FAIL");
        assertThat(browser.count("img, iframe, object, embed, b, [onclick], [onerror]"))
                .isZero();
        assertThat(browser.count("script")).isEqualTo(2);
        assertThat(browser.text("document.body.innerText"))
                .contains("</script><script>", "onerror=", "{{>script}}", "U+202E", "U+0000", "U+D83D")
                .doesNotContain("\u202E", "\u0000");
        assertThat(browser.count(".item")).isPositive();
        nothingWentWrong(page);
    }

    @Test
    void twoThousandExamplesOpenWithinTwoSeconds() throws Exception {
        String page = page(SampleReport.worse(2000), "large.html");
        double millis = Double.MAX_VALUE;
        for (int attempt = 0; attempt < 3; attempt++) {
            browser.go(page);
            millis = Math.min(
                    millis,
                    browser.run("return performance.getEntriesByType('navigation')[0].loadEventEnd")
                            .asDouble());
        }
        System.out.printf(
                "2,000 examples: %,d KB, open in %.0f ms%n", Files.size(folder.resolve("large.html")) / 1024, millis);
        assertThat(millis).isPositive().isLessThan(2000);
        double all = browser.run("const from = performance.now(); choose('all'); document.body.offsetHeight;"
                        + " return performance.now() - from")
                .asDouble();
        assertThat(all).isLessThan(1000);
        assertThat(browser.count(".item")).isLessThan(200);
        nothingWentWrong(page);
    }
}
