package dev.portolan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UsageTest {

    @Test
    void helpNamesTheCommands() {
        Commands.Outcome outcome = Commands.run("--help");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("parity", "doctor", "catalog");
        assertThat(Commands.run("catalog", "--help").out())
                .contains("equivalents", "show", "retirements", "check", "resolve", "diff");
        assertThat(Commands.run("parity", "--help").out()).contains("run", "import-log", "diff");
    }

    @Test
    void eachCommandTellsItsExitCodes() {
        assertThat(Commands.run("parity", "run", "--help").out())
                .contains("0 PASS, 1 FAIL, 2 usage, 3 INCONCLUSIVE, 4 INVALID");
        assertThat(Commands.run("doctor", "--help").out()).contains("Exit codes");
        assertThat(Commands.run("parity", "diff", "--help").out()).contains("Exit codes");
        for (String command : List.of("equivalents", "show", "retirements", "check", "resolve", "diff")) {
            assertThat(Commands.run("catalog", command, "--help").out())
                    .contains("Exit codes")
                    .doesNotContain("--today");
        }
    }

    @Test
    void theVersionIsTold() {
        assertThat(Commands.run("--version").out()).startsWith("portolan ");
        assertThat(Commands.run("doctor", "--version").out()).startsWith("portolan ");
    }

    @Test
    void withoutACommandItIsWrongUsage() {
        assertThat(Commands.run().exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(Commands.run("parity").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(Commands.run("catalog").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aMistypedOptionIsWrongUsageAndTheNearestIsTold() {
        Commands.Outcome outcome = Commands.run("parity", "run", "--datset", "x.jsonl");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("--datset", "--dataset");
    }

    @Test
    void aConfigurationWithMistakesIsWrongUsageAndToldInWords() {
        Commands.Outcome outcome =
                Commands.run("doctor", "-P", "portolan.models.a.provider=nobody", "-P", "portolan.models.a.model=m");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("nobody").doesNotContain("\tat ");
    }
}
