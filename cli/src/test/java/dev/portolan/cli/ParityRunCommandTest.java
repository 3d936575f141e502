package dev.portolan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.error.ErrorKind;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.stats.Verdict;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParityRunCommandTest {

    @TempDir
    Path folder;

    @Test
    void equalModelsPassAndTheReportIsWrittenInAllForms() throws IOException {
        try (Bench bench = new Bench(folder, Bench.CLEVER, Bench.CLEVER)) {
            Commands.Outcome outcome = bench.parity(bench.numbers(60), "--check", "label", "--yes");

            assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.PASS);
            assertThat(outcome.out()).contains("PASS: present -> next, 60 examples", "0 examples regressed");
            assertThat(folder.resolve("report"))
                    .isDirectoryContaining(file -> file.toString().endsWith("parity.html"));
            assertThat(ParityReport.read(folder.resolve("report/parity.json")).verdict())
                    .isEqualTo(Verdict.PASS);
            assertThat(bench.calls()).isEqualTo(120);
        }
    }

    @Test
    void aWorseTargetFails() throws IOException {
        try (Bench bench = new Bench(folder, Bench.CLEVER, Bench.DULL)) {
            Commands.Outcome outcome = bench.parity(bench.numbers(60), "--check", "label", "--yes");

            assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAIL);
            assertThat(outcome.out()).contains("FAIL: present -> next").contains("30 examples regressed");
        }
    }

    @Test
    void tooFewExamplesAreInconclusive() throws IOException {
        try (Bench bench = new Bench(folder, Bench.CLEVER, Bench.CLEVER)) {
            Commands.Outcome outcome = bench.parity(bench.numbers(12), "--check", "label", "-y");

            assertThat(outcome.exitCode()).isEqualTo(ExitCode.INCONCLUSIVE);
            assertThat(outcome.out()).contains("more examples would settle it");
        }
    }

    @Test
    void aWiderMarginNeedsFewerExamples() throws IOException {
        try (Bench bench = new Bench(folder, Bench.CLEVER, Bench.CLEVER)) {
            assertThat(bench.parity(bench.numbers(12), "--check", "label", "-y", "--margin", "0.2")
                            .exitCode())
                    .isEqualTo(ExitCode.PASS);
        }
    }

    @Test
    void callsThatFailOnTheWayMakeTheRunInvalid() throws IOException {
        try (Bench bench = new Bench(folder, Bench.CLEVER, Bench.CLEVER)) {
            bench.next.inject(Faults.NONE
                    .onRequest(3, Fault.error(ErrorKind.UNAVAILABLE))
                    .onRequest(5, Fault.error(ErrorKind.UNAVAILABLE)));
            Commands.Outcome outcome = bench.parity(bench.numbers(12), "--check", "label", "-y");

            assertThat(outcome.exitCode()).isEqualTo(ExitCode.INVALID);
            assertThat(outcome.out()).contains("2 of 12 calls of next failed on the way");
        }
    }

    @Test
    void withoutATerminalNothingIsAskedUnlessYesIsSaid() throws IOException {
        try (Bench bench = new Bench(folder, Bench.CLEVER, Bench.CLEVER)) {
            Commands.Outcome outcome = bench.parity(bench.numbers(60), "--check", "label");

            assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(outcome.out()).contains("--yes");
            assertThat(bench.calls()).isZero();
        }
    }

    @Test
    void thePreflightAsksNobody() throws IOException {
        try (Bench bench = new Bench(folder, Bench.CLEVER, Bench.CLEVER)) {
            Commands.Outcome outcome = bench.parity(bench.numbers(60), "--check", "label", "--preflight");

            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.out()).contains("60 examples").contains("%");
            assertThat(bench.calls()).isZero();
        }
    }

    @Test
    void aSuiteInPropertiesSaysItAllAndPathsAreRelativeToIt() throws IOException {
        try (Bench bench = new Bench(folder, Bench.CLEVER, Bench.CLEVER)) {
            bench.numbers(60);
            Path suite = Files.writeString(folder.resolve("numbers.properties"), """
                    dataset=numbers.jsonl
                    source=present
                    target=next
                    repeats=1
                    seed=7
                    concurrency=4
                    noise-floor=true
                    streaming=true
                    out=from-suite
                    check.label=even,odd
                    check.label.hard-break=true
                    check.short.type=output-tokens
                    check.short=50
                    informational=short
                    margin.label=0.05
                    objective.latency.p95=30s
                    objective.at-least.label=0.9
                    """);
            Commands.Outcome outcome = Commands.run(
                    "parity",
                    "run",
                    "--config",
                    bench.configuration().toString(),
                    "--suite",
                    suite.toString(),
                    "-y",
                    "--quiet");

            assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isEqualTo(ExitCode.PASS);
            assertThat(outcome.out()).contains("for information").contains("p95 of latency");
            ParityReport report = ParityReport.read(folder.resolve("from-suite/parity.json"));
            assertThat(report.facts().seed()).isEqualTo(7);
            assertThat(report.noise().sourceAgainstItself()).isNotEmpty();
            assertThat(report.measure("first-token-latency")).isNotNull();
        }
    }

    @Test
    void aSuiteInYamlSaysTheSameAndOptionsWin() throws IOException {
        try (Bench bench = new Bench(folder, Bench.CLEVER, Bench.DULL)) {
            bench.numbers(60);
            Path suite = Files.writeString(folder.resolve("numbers.yaml"), """
                    dataset: numbers.jsonl
                    source: present
                    target: next
                    repeats: 1
                    check:
                      label: [even, odd]
                    objective:
                      latency:
                        p95: 30s
                    """);
            Commands.Outcome outcome = Commands.run(
                    "parity",
                    "run",
                    "--config",
                    bench.configuration().toString(),
                    "--suite",
                    suite.toString(),
                    "--target",
                    "present",
                    "--out",
                    folder.resolve("report").toString(),
                    "-y",
                    "--quiet");

            assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isEqualTo(ExitCode.PASS);
            assertThat(outcome.out()).contains("present -> present again");
        }
    }

    @Test
    void whatWasRecordedIsReplayedWithoutACall() throws IOException {
        try (Bench bench = new Bench(folder, Bench.CLEVER, Bench.CLEVER)) {
            Path numbers = bench.numbers(60);
            String kept = folder.resolve("kept.jsonl").toString();
            bench.parity(numbers, "--check", "label", "-y", "--mode", "record", "--recordings", kept);
            int asked = bench.calls();
            Commands.Outcome outcome =
                    bench.parity(numbers, "--check", "label", "-y", "--mode", "replay", "--recordings", kept);

            assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.PASS);
            assertThat(bench.calls()).isEqualTo(asked);
        }
    }

    @Test
    void aJournalIsNotAskedTwiceAndABudgetEndsTheRun() throws IOException {
        try (Bench bench = new Bench(folder, Bench.CLEVER, Bench.CLEVER)) {
            Path numbers = bench.numbers(60);
            String kept = folder.resolve("run.journal").toString();
            Path prices = Files.writeString(
                    folder.resolve("prices.properties"), "currency=USD\n*/gpt-4*.input=1000\n*/gpt-4*.output=1000\n");
            String[] poor = {
                "--check",
                "label",
                "-y",
                "--journal",
                kept,
                "--prices",
                prices.toString(),
                "--budget",
                "0.2",
                "--concurrency",
                "1"
            };
            Commands.Outcome early = bench.parity(numbers, poor);
            int asked = bench.calls();
            bench.parity(numbers, "--check", "label", "-y", "--journal", kept);

            assertThat(early.out()).contains("Warning: ");
            assertThat(asked).isLessThan(120);
            assertThat(bench.calls()).isEqualTo(120);
        }
    }

    @Test
    void whatTheSuiteDoesNotKnowIsWrongUsage() throws IOException {
        try (Bench bench = new Bench(folder, Bench.CLEVER, Bench.CLEVER)) {
            Path numbers = bench.numbers(3);

            assertThat(bench.parity(numbers, "--check", "label", "-y", "--set", "repeat=1")
                            .err())
                    .contains("repeat")
                    .contains("repeats");
            assertThat(bench.parity(numbers, "-y").err()).contains("check: at least one");
            assertThat(bench.parity(numbers, "--check", "label", "-y", "--target", "nobody")
                            .err())
                    .contains("nobody");
            assertThat(bench.parity(numbers, "--check", "label", "-y", "--budget", "1")
                            .exitCode())
                    .isEqualTo(ExitCode.USAGE);
            assertThat(bench.parity(numbers, "--check", "label", "-y", "--repeats", "two")
                            .exitCode())
                    .isEqualTo(ExitCode.USAGE);
            assertThat(bench.calls()).isZero();
        }
    }

    @Test
    void aDatasetThatIsNotThereIsAFailureInWords() throws IOException {
        try (Bench bench = new Bench(folder, Bench.CLEVER, Bench.CLEVER)) {
            Commands.Outcome outcome = bench.parity(folder.resolve("none.jsonl"), "--check", "label", "-y");

            assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAIL);
            assertThat(outcome.err()).contains("none.jsonl").doesNotContain("\tat ");
        }
    }
}
