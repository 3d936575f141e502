package dev.portolan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.error.ErrorKind;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrillFallbackCommandTest {

    @TempDir
    Path folder;

    private static Commands.Outcome drill(Bench bench, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("drill", "fallback", "--config", bench.configuration().toString()));
        arguments.addAll(Arrays.asList(more));
        return Commands.run(arguments.toArray(String[]::new));
    }

    private static String[] router(String kind) {
        return new String[] {
            "-P", "portolan.models.assistant.provider=" + kind, "-P", "portolan.models.assistant.targets=present,next"
        };
    }

    @Test
    void aFallbackThatAnswersIsShownWithWhoAnsweredAndWhatItCost() throws IOException {
        Path prices = Files.writeString(folder.resolve("prices.properties"), """
                currency=USD
                there/*.input=1
                there/*.output=4
                """);
        try (Bench bench = new Bench(folder, Bench.CLEVER, Bench.CLEVER)) {
            List<String> more = new ArrayList<>(Arrays.asList(router("fallback")));
            more.addAll(List.of("--prices", prices.toString()));
            Commands.Outcome outcome = drill(bench, more.toArray(String[]::new));

            assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
            assertThat(outcome.out())
                    .startsWith("assistant, fallback over present, next\n")
                    .containsPattern(
                            "PASS without present: next answered \\(there gpt-4.1-mini[^ ]*\\) in \\d+ ms, 0\\.0+\\d+ USD")
                    .containsPattern(
                            "PASS without next: present answered \\(here gpt-4o-mini[^ ]*\\) in \\d+ ms,\\s+cost")
                    .contains("PASS without present, as a stream: next answered")
                    .contains("Every fallback answers.")
                    .doesNotContain(Bench.KEY, "0123456789");
            assertThat(bench.present.requests()).hasSize(2);
            assertThat(bench.next.requests()).hasSize(2);
        }
    }

    @Test
    void aFallbackThatDoesNotAnswerEndsAPipelineWithItsReason() throws IOException {
        try (Bench bench = new Bench(folder, Bench.CLEVER, Bench.CLEVER)) {
            bench.next.inject(Faults.always(Fault.error(ErrorKind.AUTHENTICATION)));
            Commands.Outcome outcome = drill(bench, router("balance"));

            assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAIL);
            assertThat(outcome.out())
                    .contains("FAIL without present: attempts-exhausted: ")
                    .contains("authentication")
                    .contains("PASS without next: present answered")
                    .contains("steps without an answer.")
                    .doesNotContain(Bench.KEY, "\tat ");
        }
    }

    @Test
    void withoutStreamsAndForNamedRoutersItAsksLess() throws IOException {
        try (Bench bench = new Bench(folder, Bench.CLEVER, Bench.CLEVER)) {
            List<String> more = new ArrayList<>(Arrays.asList(router("hedge")));
            more.addAll(List.of("--no-stream", "assistant"));
            Commands.Outcome outcome = drill(bench, more.toArray(String[]::new));

            assertThat(outcome.exitCode()).as(outcome.out()).isZero();
            assertThat(outcome.out()).doesNotContain("stream");
            assertThat(bench.calls()).isEqualTo(2);
        }
    }

    @Test
    void whatDoesNotGoOnAfterAFailureIsNotDrilledAndWithoutARouterItIsWrongUsage() throws IOException {
        try (Bench bench = new Bench(folder, Bench.CLEVER, Bench.CLEVER)) {
            Commands.Outcome tier =
                    drill(bench, "-P", "portolan.models.t.provider=tier", "-P", "portolan.models.t.mini=present");
            Commands.Outcome none = drill(bench);
            Commands.Outcome model = drill(bench, "present");

            assertThat(tier.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(tier.out()).contains("not drilled: it does not go on after a failure", "Nothing was drilled.");
            assertThat(none.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(none.err()).contains("No router is configured");
            assertThat(model.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(model.err()).contains("\"present\" is no router");
            assertThat(bench.calls()).isZero();
        }
        assertThat(Commands.run("drill").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(Commands.run("drill", "fallback", "--help").out()).contains("Exit codes");
    }
}
