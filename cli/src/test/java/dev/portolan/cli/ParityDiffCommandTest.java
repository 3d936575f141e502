package dev.portolan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParityDiffCommandTest {

    @TempDir
    Path folder;

    private Path report(String name, Bench bench, Path dataset) throws IOException {
        bench.parity(dataset, "--check", "label", "-y");
        return Files.copy(folder.resolve("report/parity.json"), folder.resolve(name));
    }

    @Test
    void aReportAgainstItselfHasChangedNothing() throws IOException {
        try (Bench bench = new Bench(folder, Bench.CLEVER, Bench.CLEVER)) {
            Path one = report("one.json", bench, bench.numbers(60));
            Commands.Outcome outcome = Commands.run("parity", "diff", one.toString(), one.toString());

            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.out().strip()).isEqualTo("Nothing changed.");
        }
    }

    @Test
    void aWorseReportIsToldWithItsExamplesAndFails() throws IOException {
        try (Bench bench = new Bench(folder, Bench.CLEVER, Bench.CLEVER)) {
            Path good = report("good.json", bench, bench.numbers(60));
            bench.next.respond(Bench.DULL);
            Path bad = report("bad.json", bench, bench.numbers(60));
            Commands.Outcome worse = Commands.run("parity", "diff", good.toString(), bad.toString());
            Commands.Outcome better = Commands.run("parity", "diff", bad.toString(), good.toString());

            assertThat(worse.exitCode()).isEqualTo(ExitCode.FAIL);
            assertThat(worse.out())
                    .contains("verdict: PASS -> FAIL")
                    .contains("label: PASS -> FAIL; source 1.000 -> 1.000, target 1.000 -> 0.500")
                    .contains("newly regressed (30): n-1, n-11");
            assertThat(better.exitCode()).isZero();
            assertThat(better.out()).contains("no longer regressed (30)");
        }
    }

    @Test
    void anotherDatasetIsTold() throws IOException {
        try (Bench bench = new Bench(folder, Bench.CLEVER, Bench.CLEVER)) {
            Path few = report("few.json", bench, bench.numbers(60));
            Path more = report("more.json", bench, bench.numbers(61));
            Commands.Outcome outcome = Commands.run("parity", "diff", few.toString(), more.toString());

            assertThat(outcome.out())
                    .contains("dataset: its content changed, 60 -> 61 examples")
                    .contains("examples that are new (1): n-61");
            assertThat(Commands.run("parity", "diff", more.toString(), few.toString())
                            .out())
                    .contains("examples that are gone (1): n-61");
        }
    }

    @Test
    void whatIsNoReportIsWrongUsage() throws IOException {
        Path other = Files.writeString(folder.resolve("other.json"), "{}");

        assertThat(Commands.run("parity", "diff", other.toString(), other.toString())
                        .exitCode())
                .isEqualTo(ExitCode.USAGE);
        assertThat(Commands.run("parity", "diff", "missing.json", "missing.json")
                        .exitCode())
                .isEqualTo(ExitCode.FAIL);
    }
}
