package dev.portolan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.error.ErrorKind;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {

    @TempDir
    Path folder;

    @Test
    void aModelThatAnswersIsShownWithAllButItsKey() throws IOException {
        try (Bench bench = new Bench(folder, Bench.CLEVER, Bench.CLEVER)) {
            Commands.Outcome outcome =
                    Commands.run("doctor", "--config", bench.configuration().toString());

            assertThat(outcome.exitCode()).as(outcome.out()).isZero();
            assertThat(outcome.out())
                    .contains("present\n", "next\n")
                    .contains("identity     openai model gpt-4o-mini by connection here")
                    .contains("endpoint     " + bench.present.baseUrl())
                    .contains("credentials  api-key set")
                    .containsPattern("limits       \\d+ tokens of context, \\d+ tokens of output")
                    .contains("answering    here model gpt-4o-mini-2024-07-18")
                    .containsPattern("test call    answered in \\d+ ms, finish STOP")
                    .doesNotContain(Bench.KEY, "0123456789");
            assertThat(bench.calls()).isEqualTo(2);
        }
    }

    @Test
    void aModelThatDoesNotAnswerIsAFailureAndTheOthersAreShownStill() throws IOException {
        try (Bench bench = new Bench(folder, Bench.CLEVER, Bench.CLEVER)) {
            bench.present.inject(Faults.always(Fault.error(ErrorKind.AUTHENTICATION)));
            Commands.Outcome outcome =
                    Commands.run("doctor", "--config", bench.configuration().toString());

            assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAIL);
            assertThat(outcome.out())
                    .contains("test call    failed, authentication: ")
                    .contains("test call    answered in ")
                    .doesNotContain(Bench.KEY, "\tat ");
        }
    }

    @Test
    void onlyTheNamedModelsAreAskedAndNoneWithoutCalls() throws IOException {
        try (Bench bench = new Bench(folder, Bench.CLEVER, Bench.CLEVER)) {
            String file = bench.configuration().toString();
            Commands.Outcome silent = Commands.run("doctor", "--config", file, "--no-call");
            Commands.Outcome one = Commands.run("doctor", "--config", file, "next");

            assertThat(silent.exitCode()).isZero();
            assertThat(silent.out()).contains("present\n").doesNotContain("test call");
            assertThat(one.out()).startsWith("next\n").doesNotContain("present\n");
            assertThat(bench.calls()).isEqualTo(1);
        }
    }

    @Test
    void withoutModelsAndForUnknownNamesItIsWrongUsage() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.properties"), "");
        try (Bench bench = new Bench(folder, Bench.CLEVER, Bench.CLEVER)) {
            assertThat(Commands.run("doctor", "--config", empty.toString()).exitCode())
                    .isEqualTo(ExitCode.USAGE);
            assertThat(Commands.run("doctor", "--config", bench.configuration().toString(), "presnt")
                            .err())
                    .contains("did you mean \"present\"?");
        }
    }

    @Test
    void kindsOfCredentialsAreToldWithoutThem() throws IOException {
        Path file = Files.writeString(folder.resolve("clouds.properties"), """
                portolan.models.a.provider=azure
                portolan.models.a.model=gpt-4o-mini
                portolan.providers.azure.endpoint=https://example.openai.azure.com
                portolan.providers.azure.api-key=azure-secret
                portolan.models.b.provider=bedrock
                portolan.models.b.model=us.anthropic.claude-haiku-4-5-20251001-v1:0
                portolan.providers.bedrock.region=eu-west-1
                portolan.models.c.provider=aws-keys
                portolan.models.c.model=us.anthropic.claude-haiku-4-5-20251001-v1:0
                portolan.providers.aws-keys.type=bedrock
                portolan.providers.aws-keys.region=eu-west-1
                portolan.providers.aws-keys.auth=static
                portolan.providers.aws-keys.access-key-id=AKIASECRET
                portolan.providers.aws-keys.secret-access-key=hidden
                portolan.models.d.provider=ollama
                portolan.models.d.model=llama3.2
                """);
        Commands.Outcome outcome = Commands.run("doctor", "--config", file.toString(), "--no-call");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains("credentials  api-key set")
                .contains("credentials  the AWS SDK's default chain")
                .contains("credentials  auth=static, access-key-id, secret-access-key set")
                .contains("credentials  none")
                .contains("region       eu-west-1")
                .contains("endpoint     https://example.openai.azure.com")
                .doesNotContain("azure-secret", "AKIASECRET", "hidden");
    }
}
