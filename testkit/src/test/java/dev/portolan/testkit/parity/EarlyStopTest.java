package dev.portolan.testkit.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.evidence.parity.Gate;
import dev.portolan.evidence.parity.Objective;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.stats.Verdict;
import dev.portolan.simulator.Reply;
import dev.portolan.testkit.model.TestChatModel;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ending when all is known. */
@Timeout(60)
class EarlyStopTest {

    private final Semaphore turns = new Semaphore(0);

    @Test
    void aFailThatNothingCanMendEndsTheRun() {
        ParityReport report = run(200, inTurn(), Bench.bad()).build().run();

        assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(report.facts().stoppedEarly()).isTrue();
        assertThat(report.pairs()).hasSizeBetween(100, 161);
        assertThat(report.facts().warnings().get(0)).startsWith("Nothing that is left to ask could change the verdict");
    }

    @Test
    void aHardBreakEndsTheRunAtOnce() {
        ParityReport report = ParityRun.builder()
                .dataset(Bench.dataset(200))
                .source(Subject.of("present", inTurn()))
                .target(Subject.of("new", Bench.bad()))
                .checks(Bench.GOOD.hardBreak())
                .progress(state -> turns.release())
                .stopEarly(true)
                .repeats(1)
                .concurrency(1)
                .build()
                .run();

        assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(report.pairs()).as("one may be under way meanwhile").hasSizeBetween(10, 11);
    }

    @Test
    void aPassIsNotSettledWhileAHardBreakCouldCome() {
        TestChatModel source = inTurn();

        ParityReport report = run(200, source, Bench.good()).build().run();

        assertThat(report.verdict()).isEqualTo(Verdict.PASS);
        assertThat(report.facts().stoppedEarly()).isFalse();
        assertThat(source.calls()).hasSize(200);
    }

    @Test
    void aPassIsSettledWhenTheRestMayBreak() {
        ParityReport report = run(200, inTurn(), Bench.good())
                .gate(Gate.builder().margin(0.5).hardBreaksAllowed(200).build())
                .build()
                .run();

        assertThat(report.verdict()).isEqualTo(Verdict.PASS);
        assertThat(report.facts().stoppedEarly()).isTrue();
    }

    @Test
    void anObjectiveOnTimeKeepsAPassOpen() {
        ParityReport report = run(200, inTurn(), Bench.good())
                .gate(Gate.builder()
                        .margin(0.5)
                        .hardBreaksAllowed(200)
                        .objective(Objective.latency(0.5, Duration.ofMinutes(1)))
                        .objective(Objective.atLeast("good", 0.1))
                        .build())
                .build()
                .run();

        assertThat(report.facts().stoppedEarly()).isFalse();
    }

    @Test
    void withoutBeingToldARunGoesOn() {
        ParityReport report =
                run(100, inTurn(), Bench.bad()).stopEarly(false).build().run();

        assertThat(report.pairs()).hasSize(100);
    }

    /** A source that answers one example after the other, each when the run has counted the one before. */
    private TestChatModel inTurn() {
        return TestChatModel.of(prompt -> {
            turns.acquireUninterruptibly();
            return Reply.text("good");
        });
    }

    private ParityRunBuilder run(int examples, TestChatModel source, TestChatModel target) {
        return Bench.run(examples, source, target)
                .stopEarly(true)
                .progress(state -> turns.release())
                .repeats(1)
                .concurrency(1);
    }
}
