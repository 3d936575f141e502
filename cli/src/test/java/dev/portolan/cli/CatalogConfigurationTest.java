package dev.portolan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that hold a configuration against the catalog: check, resolve, and retirements with a configuration. */
class CatalogConfigurationTest {

    private static final String KEYS = """
            portolan.providers.openai.api-key=${PORTOLAN_TEST_KEY_THAT_IS_NOT_SET}
            portolan.providers.azure.endpoint=https://example.openai.azure.com
            portolan.providers.azure.api-key=any
            """;

    @TempDir
    Path folder;

    private String configuration(String models) throws IOException {
        return Files.writeString(folder.resolve("portolan.properties"), models + KEYS)
                .toString();
    }

    @Test
    void checkTellsWhatIsUnknownAndWhatEndsWithoutAnyKey() throws IOException {
        String file = configuration("""
                portolan.models.fine.provider=openai
                portolan.models.fine.model=gpt-6-luna
                portolan.models.ending.provider=openai
                portolan.models.ending.model=gpt-4o-mini
                portolan.models.typo.provider=openai
                portolan.models.typo.model=gpt-4o-mni
                """);
        Commands.Outcome outcome = CatalogBench.run("check", file);

        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.FAIL);
        assertThat(outcome.out())
                .containsPattern("name +ends +input +output +model\n")
                .containsPattern("ending +2027-01-14 +0.15 USD +0.6 USD +openai/gpt-4o-mini is openai/gpt-4o-mini\n")
                .contains("! ending: ends on 2027-01-14, in 54 days")
                .contains("! typo: the catalog does not know gpt-4o-mni on openai; the nearest are gpt-4o-mini")
                .doesNotContain("! fine")
                .contains("Catalog 2026.11.21, 0 days old.");
        assertThat(CatalogBench.widest(outcome.out())).isLessThanOrEqualTo(TextTable.WIDTH);
    }

    @Test
    void checkPassesWhenThereIsNothingToDo() throws IOException {
        String file = configuration("""
                portolan.models.fine.provider=openai
                portolan.models.fine.model=gpt-6-luna
                """);

        assertThat(CatalogBench.run("check", file).exitCode()).isZero();
        assertThat(CatalogBench.run("check", "--config", file).exitCode()).isZero();
        assertThat(CatalogBench.run("check", configuration("")).out()).contains("No model is configured.");
    }

    @Test
    void aDeploymentIsKnownByTheOverlayBesideTheConfiguration() throws IOException {
        String file = configuration("""
                portolan.models.mini.provider=azure
                portolan.models.mini.model=prod-mini
                """);
        assertThat(CatalogBench.run("check", file).exitCode()).isEqualTo(ExitCode.FAIL);

        Files.writeString(folder.resolve("portolan-catalog.yaml"), "deployments: {azure: {prod-mini: gpt-4o-mini}}\n");
        Commands.Outcome outcome = CatalogBench.run("check", file, "--within", "4w");

        assertThat(outcome.exitCode()).as(outcome.out()).isZero();
        assertThat(outcome.out()).contains("azure/prod-mini is openai/gpt-4o-mini");
    }

    @Test
    void checkAsJsonHasProblemsAndRemarksByModel() throws IOException {
        String file = configuration("""
                portolan.models.ending.provider=openai
                portolan.models.ending.model=gpt-4o-mini
                """);
        JsonNode json = json(CatalogBench.run("check", file, "--json"));

        assertThat(json.path("day").asText()).isEqualTo(CatalogBench.DAY);
        assertThat(json.path("ageDays").asLong()).isZero();
        assertThat(json.path("models").get(0).path("name").asText()).isEqualTo("ending");
        assertThat(json.path("models").get(0).path("model").asText()).isEqualTo("openai/gpt-4o-mini");
        assertThat(json.path("models").get(0).path("problems").get(0).asText()).startsWith("ends on 2027-01-14");
        assertThat(json.path("lock")).isEmpty();
    }

    @Test
    void resolveWritesTheLockAndCheckHoldsTheConfigurationAgainstIt() throws IOException {
        String file = configuration("""
                portolan.models.mini.provider=openai
                portolan.models.mini.tier=mini
                """);
        Path lock = folder.resolve("portolan.lock");
        Commands.Outcome missing = CatalogBench.run("check", file);
        Commands.Outcome stale = CatalogBench.run("resolve", file, "--check");

        assertThat(missing.exitCode()).isEqualTo(ExitCode.FAIL);
        assertThat(missing.out()).contains("! lock: there is no ");
        assertThat(stale.exitCode()).isEqualTo(ExitCode.FAIL);
        assertThat(stale.out()).contains("+ openai tier=mini: ", "is stale");
        assertThat(lock).doesNotExist();

        Commands.Outcome written = CatalogBench.run("resolve", file);
        assertThat(written.exitCode()).as(written.err()).isZero();
        assertThat(written.out()).contains("Written: ");
        assertThat(lock).content().contains("[openai tier=mini]\nmodel = ");

        Commands.Outcome again = CatalogBench.run("resolve", file, "--check");
        assertThat(again.exitCode()).as(again.out()).isZero();
        assertThat(again.out()).contains("is up to date.");
        assertThat(CatalogBench.run("check", file).exitCode()).isZero();
    }

    @Test
    void aLockThatAnswersOtherwiseIsToldAndRenewed() throws IOException {
        String file = configuration("""
                portolan.models.mini.provider=openai
                portolan.models.mini.tier=mini
                """);
        Path lock = folder.resolve("portolan.lock");
        CatalogBench.run("resolve", file);
        String fresh = Files.readString(lock);
        Files.writeString(lock, """
                lock = 1

                [openai tier=mini]
                model = gpt-4o-mini
                canonical = openai/gpt-4o-mini
                catalog = 2025.01.01
                day = 2025-01-01

                [openai tier=standard]
                model = gpt-4o
                canonical = openai/gpt-4o
                catalog = 2025.01.01
                day = 2025-01-01
                """);

        assertThat(CatalogBench.run("check", file).out()).contains("! lock: [openai tier=mini] is locked to gpt-4o-mini");
        assertThat(CatalogBench.run("resolve", file, "--check").out())
                .contains("~ openai tier=mini: gpt-4o-mini -> ", "- openai tier=standard: gpt-4o");
        CatalogBench.run("resolve", file);
        assertThat(lock).hasContent(fresh);
    }

    @Test
    void withoutLikeOrTierThereIsNothingToLock() throws IOException {
        String file = configuration("""
                portolan.models.fine.provider=openai
                portolan.models.fine.model=gpt-6-luna
                """);
        Commands.Outcome outcome = CatalogBench.run("resolve", file);

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("there is nothing to lock");
        assertThat(folder.resolve("portolan.lock")).doesNotExist();
    }

    @Test
    void aModelNameFromAnUnsetVariableIsAMistakeStill() throws IOException {
        String file = configuration("""
                portolan.models.fine.provider=openai
                portolan.models.fine.model=${PORTOLAN_TEST_MODEL_THAT_IS_NOT_SET}
                """);
        Commands.Outcome outcome = CatalogBench.run("check", file);

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("PORTOLAN_TEST_MODEL_THAT_IS_NOT_SET");
    }

    @Test
    void retirementsAreListedByDay() throws JsonProcessingException {
        Commands.Outcome outcome = CatalogBench.run("retirements", "--within", "180d");
        Commands.Outcome azure = CatalogBench.run("retirements", "--within", "26w", "--cloud", "azure");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .containsPattern("ends +in days +cloud +id +replacement\n")
                .containsPattern("2027-01-14 +54 +openai +gpt-4o-mini ");
        assertThat(CatalogBench.widest(outcome.out())).isLessThanOrEqualTo(TextTable.WIDTH);
        assertThat(azure.out()).contains(" azure ").doesNotContain(" openai ");
        assertThat(CatalogBench.run("retirements", "--within", "0d", "--cloud", "ollama")
                        .out())
                .startsWith("Nothing ends within 0d of 2026-11-21.");
        assertThat(json(CatalogBench.run("retirements", "--json"))
                        .path("retirements")
                        .get(0)
                        .path("id")
                        .asText())
                .isNotEmpty();
    }

    @Test
    void retirementsOfAConfigurationFailWhenThereAreAny() throws IOException {
        String file = configuration("""
                portolan.models.ending.provider=openai
                portolan.models.ending.model=gpt-4o-mini
                portolan.models.fine.provider=openai
                portolan.models.fine.model=gpt-6-luna
                """);
        Commands.Outcome far = CatalogBench.run("retirements", "--config", file, "--within", "180d");
        Commands.Outcome near = CatalogBench.run("retirements", "--config", file, "--within", "30d");

        assertThat(far.exitCode()).as(far.err()).isEqualTo(ExitCode.FAIL);
        assertThat(far.out()).containsPattern("2027-01-14 +54 +openai +gpt-4o-mini +ending").doesNotContain("luna\n");
        assertThat(near.exitCode()).isZero();
        assertThat(json(CatalogBench.run("retirements", "--config", file, "--json"))
                        .path("retirements")
                        .get(0)
                        .path("usedBy")
                        .get(0)
                        .asText())
                .isEqualTo("ending");
    }

    @Test
    void daysThatAreNoneAreWrongUsage() {
        Commands.Outcome outcome = CatalogBench.run("retirements", "--within", "soon");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("--within: must be days or weeks, such as 180d or 12w, not soon");
    }

    private static JsonNode json(Commands.Outcome outcome) throws JsonProcessingException {
        return new JsonMapper().readTree(outcome.out());
    }
}
