package dev.portolan.testkit.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.Usage;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.stats.Verdict;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.Reply;
import dev.portolan.testkit.model.TestChatModel;
import java.math.BigDecimal;
import java.nio.file.Path;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run may spend. Each call takes ten tokens and ten dollars. */
class BudgetTest {

    @TempDir
    Path folder;

    @Test
    void theRunEndsBeforeItExceedsItsMoney() {
        ParityReport report =
                priced(Budget.money(new BigDecimal("205"))).build().run();

        assertThat(report.facts().spent()).isEqualByComparingTo("200");
        assertThat(report.pairs()).hasSizeLessThanOrEqualTo(10);
        assertThat(report.facts().warnings().get(0)).startsWith("The budget of 205 USD is used up: 200 are spent: ");
        assertThat(report.verdict()).isNotEqualTo(Verdict.PASS);
    }

    @Test
    void theRunEndsBeforeItExceedsItsTokens() {
        TestChatModel source = tenTokens();
        TestChatModel target = tenTokens();

        ParityReport report = Bench.run(100, source, target)
                .budget(Budget.ofTokens(100))
                .repeats(1)
                .concurrency(1)
                .build()
                .run();

        assertThat(source.calls().size() + target.calls().size()).isEqualTo(10);
        assertThat(report.facts().warnings().get(0)).startsWith("The budget of 100 tokens is used up: ");
    }

    @RepeatedTest(20)
    void manyThreadsDoNotExceedItEither() {
        ParityReport report = priced(Budget.money(new BigDecimal("505")))
                .concurrency(16)
                .build()
                .run();

        // Only the first calls, of which no price is known, can begin together.
        assertThat(report.facts().spent()).isBetween(new BigDecimal("160"), new BigDecimal("505"));
    }

    @Test
    void enoughCompleteExamplesProveAPassThoughTheRestIsNotAsked() {
        ParityReport report = Bench.run(100, tenTokens(), tenTokens())
                .budget(Budget.ofTokens(1400))
                .repeats(1)
                .build()
                .run();

        assertThat(report.pairs()).hasSizeBetween(60, 70);
        assertThat(report.verdict()).isEqualTo(Verdict.PASS);
        assertThat(report.facts().warnings()).isNotEmpty();
    }

    @Test
    void whatTheJournalHoldsWasPaidFromTheSameBudget() {
        Path journal = folder.resolve("run.journal");
        priced(Budget.money(new BigDecimal("205"))).journal(journal).build().run();

        ParityReport again = priced(Budget.money(new BigDecimal("205")))
                .journal(journal)
                .build()
                .run();
        ParityReport more = priced(Budget.money(new BigDecimal("405")))
                .journal(journal)
                .build()
                .run();

        assertThat(again.facts().spent()).isEqualByComparingTo("200");
        assertThat(more.facts().spent()).isEqualByComparingTo("400");
    }

    @Test
    void withoutPricesALimitOfMoneyCannotBeKept() {
        TestChatModel source = tenTokens();

        ParityReport report = Bench.run(50, source, tenTokens())
                .budget(Budget.money(BigDecimal.TEN))
                .repeats(1)
                .concurrency(1)
                .build()
                .run();

        assertThat(source.calls()).hasSizeLessThan(2);
        assertThat(report.facts().warnings().get(0)).startsWith("The budget cannot be kept: what test of test costs");
        assertThat(report.verdict()).isEqualTo(Verdict.INVALID);
    }

    @Test
    void withoutUsageALimitOfTokensCannotBeKept() {
        TestChatModel silent = Bench.good();
        silent.inject(Faults.always(Fault.noUsage()));

        ParityReport report = Bench.run(50, silent, silent)
                .budget(Budget.ofTokens(100))
                .concurrency(1)
                .build()
                .run();

        assertThat(report.facts().warnings().get(0)).contains("does not tell how many tokens it used");
    }

    private static ParityRunBuilder priced(Budget budget) {
        return Bench.run(100, tenTokens(), tenTokens())
                .prices(Bench.DEAR, Bench.DOLLARS)
                .budget(budget)
                .repeats(1)
                .concurrency(1);
    }

    private static TestChatModel tenTokens() {
        return TestChatModel.of(prompt -> Reply.text("good")
                .withUsage(Usage.builder().inputTokens(7L).outputTokens(3L).build()));
    }
}
