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

class CatalogShowCommandTest {

    @TempDir
    Path folder;

    @Test
    void aModelIsShownWithItsOffersOnAllClouds() {
        Commands.Outcome outcome = CatalogBench.run("show", "gpt-4o-mini");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .startsWith("openai/gpt-4o-mini")
                .contains("tier       mini", "128000 tokens of context")
                .containsPattern("\nopenai +\\w+ +2027-01-14 +0.15 USD +0.6 USD +gpt-4o-mini\n")
                .containsPattern("\nazure +\\w+ +2027-04-14 ");
        assertThat(CatalogBench.widest(outcome.out())).isLessThanOrEqualTo(TextTable.WIDTH);
    }

    @Test
    void anIdOnACloudNamesItsModel() {
        assertThat(CatalogBench.run("show", "eu.anthropic.claude-haiku-4-5-20251001-v1:0").out())
                .startsWith("anthropic/claude-haiku-4-5");
    }

    @Test
    void anOverlayIsLaidOverAndMarked() throws IOException {
        Path overlay = Files.writeString(folder.resolve("acme.yaml"), """
                deployments: {azure: {prod-mini: gpt-4o-mini}}
                """);
        Commands.Outcome outcome = CatalogBench.run("show", "gpt-4o-mini", "--overlay", overlay.toString());

        assertThat(outcome.out()).containsPattern("azure .* prod-mini \\*\n").contains("* changed by the overlay acme");
    }

    @Test
    void anOverlayWithMistakesIsWrongUsageAndAllAreTold() throws IOException {
        Path overlay = Files.writeString(folder.resolve("acme.yaml"), "modles: {}\nofers: {}\n");
        Commands.Outcome outcome = CatalogBench.run("show", "gpt-4o-mini", "--overlay", overlay.toString());

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains(overlay + ":1: modles", overlay + ":2: ofers").doesNotContain("\tat ");
    }

    @Test
    void theJsonIsThatOfTheCatalogsFile() throws JsonProcessingException {
        JsonNode json =
                new JsonMapper().readTree(CatalogBench.run("show", "gpt-4o-mini", "--json").out());

        assertThat(json.path("models").path("openai/gpt-4o-mini").path("tier").asText()).isEqualTo("mini");
        assertThat(json.path("offers").path("azure").path("gpt-4o-mini").path("model").asText())
                .isEqualTo("openai/gpt-4o-mini");
    }

    @Test
    void whatIsMissingIsTold() throws IOException {
        Path overlay = Files.writeString(folder.resolve("acme.yaml"), """
                models:
                  acme/alone: {kind: embedding, title: Alone, tier: mini, secondTier: standard, limits: {dimensions: 3},
                               tokenizer: own, tokenizerFactor: 1.2, behaviours: [{key: strength, text: "is alone"}],
                               scores: [{benchmark: mmlu, score: 50, source: us, asOf: 2026-01-01}]}
                  acme/hourly: {kind: chat}
                offers:
                  self-hosted:
                    hourly: {model: acme/hourly, pricing: {currency: USD, unit: machine-hour}, lifecycle: {notBefore: 2028-01-01}}
                    bare: {model: acme/hourly}
                    half: {model: acme/hourly, pricing: {currency: USD}}
                """);
        Commands.Outcome alone = CatalogBench.run("show", "acme/alone", "--overlay", overlay.toString());
        Commands.Outcome hourly = CatalogBench.run("show", "acme/hourly", "--overlay", overlay.toString());

        assertThat(alone.out())
                .contains("acme/alone, Alone", "tier       mini, also standard", "3 dimensions", "  ! is alone")
                .contains("own, 1.2 times the tokens", "scores     mmlu 50.0", "No cloud is known to offer it.");
        assertThat(hourly.out()).contains("per machine-hour", "after 2028-01-01", "unknown");
    }

    @Test
    void anUnknownNameIsWrongUsage() {
        Commands.Outcome outcome = CatalogBench.run("show", "gpt-4o-mni");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("No model \"gpt-4o-mni\" is known; the nearest names are ", "gpt-4o-mini");
    }
}
