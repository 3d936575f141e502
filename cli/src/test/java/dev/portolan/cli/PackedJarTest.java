package dev.portolan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.portolan.simulator.azure.AzureSimulator;
import dev.portolan.simulator.bedrock.BedrockSimulator;
import dev.portolan.simulator.ollama.OllamaSimulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one jar that people start. */
@Tag("integration")
class PackedJarTest {

    private static final Path JAR = Path.of(System.getProperty("portolan.cli.jar", "target/portolan-cli-all.jar"));

    @TempDir
    Path folder;

    private Commands.Outcome started(String... arguments) throws IOException, InterruptedException {
        assumeThat(JAR).as("the packed jar").exists();
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString()));
        command.addAll(Arrays.asList(arguments));
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        int code = process.waitFor();
        return new Commands.Outcome(
                code, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }

    @Test
    void theJarTellsItsVersion() throws IOException, InterruptedException {
        Commands.Outcome outcome = started("--version");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).matches("portolan \\d.*\\s*");
    }

    @Test
    void eachProviderInTheJarAnswersOverItsOwnWire() throws IOException, InterruptedException {
        try (Bench openAi = new Bench(folder, Bench.CLEVER, Bench.CLEVER);
                AzureSimulator azure = AzureSimulator.start(Bench.CLEVER);
                BedrockSimulator bedrock = BedrockSimulator.start(Bench.CLEVER);
                OllamaSimulator ollama = OllamaSimulator.start(Bench.CLEVER)) {
            Files.writeString(folder.resolve("portolan.properties"), """
                    portolan.models.a.provider=openai
                    portolan.models.a.model=gpt-4o-mini
                    portolan.providers.openai.base-url=%s
                    portolan.providers.openai.api-key=%s
                    portolan.models.b.provider=azure
                    portolan.models.b.model=gpt-4o-mini
                    portolan.providers.azure.endpoint=%s
                    portolan.providers.azure.api-key=any
                    portolan.models.c.provider=bedrock
                    portolan.models.c.model=us.anthropic.claude-haiku-4-5-20251001-v1:0
                    portolan.providers.bedrock.region=us-east-1
                    portolan.providers.bedrock.auth=bearer
                    portolan.providers.bedrock.api-key=any
                    portolan.providers.bedrock.endpoint=%s
                    portolan.models.d.provider=ollama
                    portolan.models.d.model=llama3.2
                    portolan.providers.ollama.base-url=%s
                    """.formatted(
                            openAi.present.baseUrl(), Bench.KEY, azure.baseUrl(), bedrock.baseUrl(), ollama.baseUrl()));
            Commands.Outcome outcome = started("doctor");

            assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
            assertThat(outcome.out().lines().filter(line -> line.contains("answered in")))
                    .hasSize(4);
            assertThat(outcome.out() + outcome.err()).doesNotContain(Bench.KEY);
        }
    }

    @Test
    void theProviderForVertexIsInTheJarToo() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("portolan.properties"), """
                portolan.models.e.provider=vertex
                portolan.models.e.model=gemini-3.5-flash
                portolan.providers.vertex.project=some-project
                portolan.providers.vertex.location=global
                """);
        Commands.Outcome outcome = started("doctor", "--no-call");

        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
        assertThat(outcome.out())
                .contains("vertex model gemini-3.5-flash", "application default credentials", "global");
    }

    @Test
    void aRunInTheJarEndsWithTheVerdictsExitCode() throws IOException, InterruptedException {
        try (Bench bench = new Bench(folder, Bench.CLEVER, Bench.DULL)) {
            Commands.Outcome outcome = started(
                    "parity",
                    "run",
                    "--config",
                    bench.configuration().toString(),
                    "--dataset",
                    bench.numbers(60).toString(),
                    "--source",
                    "present",
                    "--target",
                    "next",
                    "--check",
                    "label",
                    "--yes");

            assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.FAIL);
            assertThat(folder.resolve("parity-report/parity.html")).exists();
        }
    }

    @Test
    void whatSeveralJarsSayIsJoinedAndDoublesOfVendorsAreLeftOut() throws IOException {
        assumeThat(JAR).as("the packed jar").exists();
        try (JarFile jar = new JarFile(JAR.toFile())) {
            String providers = new String(
                    jar.getInputStream(jar.getEntry("META-INF/services/dev.portolan.spi.ModelProvider"))
                            .readAllBytes(),
                    StandardCharsets.UTF_8);

            assertThat(providers.lines().filter(line -> line.startsWith("dev.portolan.")))
                    .hasSizeGreaterThanOrEqualTo(5);
            assertThat(jar.getManifest().getMainAttributes().getValue("Multi-Release"))
                    .isEqualTo("true");
            assertThat(jar.stream().map(entry -> entry.getName()).filter(name -> name.contains("simulator")))
                    .isEmpty();
        }
    }
}
