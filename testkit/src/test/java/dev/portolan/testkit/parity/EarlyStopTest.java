package dev.portolan.testkit.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.evidence.parity.Gate;
import dev.portolan.evidence.parity.Objective;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.stats.Verdict;
import dev.portolan.testkit.model.TestChatModel;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Ending when all is known. */
class EarlyStopTest {

    @Test
    void aFailThatNothingCanMendEndsTheRun() {
        TestChatModel source = Bench.good();

        ParityReport report = run(200, source, Bench.bad()).build().run();

        assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(report.facts().stoppedEarly()).isTrue();
        assertThat(source.calls()).hasSizeBetween(100, 160);
        assertThat(report.facts().warnings().get(0)).startsWith("Nothing that is left to ask could change the verdict");
    }

    @Test
    void aHardBreakEndsTheRunAtOnce() {
        ParityReport report = ParityRun.builder()
                .dataset(Bench.dataset(200))
                .source(Subject.of("present", Bench.good()))
                .target(Subject.of("new", Bench.bad()))
                .checks(Bench.GOOD.hardBreak())
                .stopEarly(true)
                .repeats(1)
                .concurrency(1)
                .build()
                .run();

        assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(report.pairs()).hasSize(10);
    }

    @Test
    void aPassIsNotSettledWhileAHardBreakCouldCome() {
        TestChatModel source = Bench.good();

        ParityReport report = run(200, source, Bench.good()).build().run();

        assertThat(report.verdict()).isEqualTo(Verdict.PASS);
        assertThat(report.facts().stoppedEarly()).isFalse();
        assertThat(source.calls()).hasSize(200);
    }

    @Test
    void aPassIsSettledWhenTheRestMayBreak() {
        ParityReport report = run(200, Bench.good(), Bench.good())
                .gate(Gate.builder().margin(0.5).hardBreaksAllowed(200).build())
                .build()
                .run();

        assertThat(report.verdict()).isEqualTo(Verdict.PASS);
        assertThat(report.facts().stoppedEarly()).isTrue();
    }

    @Test
    void anObjectiveOnTimeKeepsAPassOpen() {
        ParityReport report = run(200, Bench.good(), Bench.good())
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
                run(100, Bench.good(), Bench.bad()).stopEarly(false).build().run();

        assertThat(report.pairs()).hasSize(100);
    }

    private static ParityRunBuilder run(int examples, TestChatModel source, TestChatModel target) {
        return Bench.run(examples, source, target).stopEarly(true).repeats(1).concurrency(1);
    }
}
