package dev.portolan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

class CatalogEquivalentsCommandTest {

    private static Commands.Outcome run(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "equivalents";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return CatalogBench.run(all);
    }

    @Test
    void standInsAreToldWithReasonsAndWarningsBestFirst() {
        Commands.Outcome outcome = run("gpt-4o-mini", "--cloud", "bedrock", "--residency", "eu");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .startsWith("Stand-ins on bedrock for openai/gpt-4o-mini (mini), catalog ")
                .contains("\n1. ", "kept in eu", "\n   + ", "\n   ! ")
                .contains("--explain tells why");
        assertThat(CatalogBench.widest(outcome.out())).isLessThanOrEqualTo(TextTable.WIDTH);
    }

    @Test
    void theLimitShortensTheListAndSaysSo() {
        Commands.Outcome one = run("gpt-4o-mini", "--cloud", "bedrock", "--limit", "1");
        Commands.Outcome all = run("gpt-4o-mini", "--cloud", "bedrock", "--limit", "0");

        assertThat(one.out()).contains("\n1. ", " more; --limit 0 shows them.").doesNotContain("\n2. ");
        assertThat(all.out()).contains("\n2. ").doesNotContain("--limit 0");
    }

    @Test
    void explainTellsWhatWasExcludedAndWhy() {
        Commands.Outcome outcome = run("gpt-4o-mini", "--cloud", "bedrock", "--needs", "tools", "--explain");

        assertThat(outcome.out()).containsPattern("\nExcluded \\(\\d+\\):\n  \\S+: ");
        assertThat(CatalogBench.widest(outcome.out())).isLessThanOrEqualTo(TextTable.WIDTH);
    }

    @Test
    void theJsonHasAllOfIt() throws JsonProcessingException {
        Commands.Outcome outcome = run("gpt-4o-mini", "--cloud", "bedrock", "--json");
        JsonNode json = new JsonMapper().readTree(outcome.out());
        JsonNode best = json.path("candidates").get(0);

        assertThat(json.path("source").asText()).isEqualTo("openai/gpt-4o-mini");
        assertThat(json.path("cloud").asText()).isEqualTo("bedrock");
        assertThat(json.path("day").asText()).isEqualTo(CatalogBench.DAY);
        assertThat(best.path("id").asText()).isNotEmpty();
        assertThat(best.path("send").asText()).isNotEmpty();
        assertThat(best.path("reasons").get(0).path("code").asText()).matches("[a-z-]+");
        assertThat(json.path("excluded").get(0).path("reasons")).isNotEmpty();
    }

    @Test
    void needsThatNothingMeetsGiveNoneAndAFailure() {
        Commands.Outcome outcome = run("gpt-4o-mini", "--cloud", "bedrock", "--input-tokens", "900000000");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAIL);
        assertThat(outcome.out()).contains("\nNone.\n");
    }

    @Test
    void everyNeedCanBeStated() {
        Commands.Outcome outcome = run(
                "gpt-4o-mini",
                "--cloud",
                "ollama",
                "--open-weights",
                "--licence",
                "Apache-2.0,MIT",
                "--memory",
                "64",
                "--tier",
                "mini",
                "--margin",
                "30",
                "--no-previews",
                "--tools-in-streams",
                "--output-tokens",
                "1000",
                "--any-lifecycle");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).startsWith("Stand-ins on ollama");
    }

    @Test
    void unknownNamesAreWrongUsageWithTheNearest() {
        Commands.Outcome model = run("gpt-4o-mni", "--cloud", "bedrock");
        Commands.Outcome cloud = run("gpt-4o-mini", "--cloud", "bedrok");
        Commands.Outcome need = run("gpt-4o-mini", "--cloud", "bedrock", "--needs", "tool");
        Commands.Outcome tier = run("gpt-4o-mini", "--cloud", "bedrock", "--tier", "small");

        assertThat(model.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(model.err()).contains("gpt-4o-mini");
        assertThat(cloud.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(cloud.err()).contains("There is no cloud \"bedrok\"; known are openai, azure");
        assertThat(need.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(need.err()).contains("there is no capability \"tool\"", "parallel-tool-calls");
        assertThat(tier.exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
