package dev.portolan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.routing.plan.MigrationPath;
import dev.portolan.routing.plan.MigrationPlan;
import dev.portolan.routing.portability.PortabilityFinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {

    /** Three weeks of a mail desk at OpenAI, as a gateway logs it. */
    private static final String LOG = """
            {"request":{"model":"gpt-4o-mini","temperature":1.4,"seed":7,"messages":[{"role":"system","content":"Sort mail."},{"role":"user","content":"My parcel is late."}]},"response":{"id":"chatcmpl-1","object":"chat.completion","created":1793318400,"model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"message":{"role":"assistant","content":"delivery"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100}}}
            {"request":{"model":"gpt-4o-mini","messages":[{"role":"user","content":"Invoice 17"}],"response_format":{"type":"json_schema","json_schema":{"name":"invoice","strict":true,"schema":{"type":"object","properties":{"number":{"type":"string"}},"required":["number"],"additionalProperties":false}}},"tools":[{"type":"function","function":{"name":"find","description":"finds","parameters":{"type":"object","properties":{"id":{"type":"integer"}},"required":["id"]}}}]},"response":{"id":"chatcmpl-2","object":"chat.completion","created":1795132800,"model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"message":{"role":"assistant","content":"{}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":500,"completion_tokens":50,"total_tokens":550}}}
            {"model":"gpt-4o-mini","previous_response_id":"resp_1","input":"And tomorrow?"}
            """;

    @TempDir
    Path folder;

    private Path log;

    private Path frozen() throws IOException {
        log = Files.writeString(folder.resolve("traffic.jsonl"), LOG);
        Path workload = folder.resolve("workload");
        Commands.Outcome imported =
                Commands.run("parity", "import-log", log.toString(), "--all", "--out", workload.toString());
        assertThat(imported.exitCode()).as(imported.err()).isZero();
        return workload.resolve("inventory.json");
    }

    private Commands.Outcome plan(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "plan",
                frozen().toString(),
                "--on",
                "2026-11-21",
                "--out",
                folder.resolve("plan").toString()));
        arguments.addAll(List.of(more));
        return Commands.run(arguments.toArray(new String[0]));
    }

    private MigrationPlan written() throws IOException {
        return MigrationPlan.fromJson(Files.readString(folder.resolve("plan").resolve("migration-plan.json")));
    }

    @Test
    void anInventoryAndItsTrafficBecomeAPlan() throws IOException {
        Path inventory = frozen();
        Commands.Outcome outcome = plan(
                "--from",
                "azure/gpt-4o-mini",
                "--target",
                "bedrock",
                "--requests",
                log.toString(),
                "--requests-per-month",
                "300000",
                "--hours",
                "80",
                "--rate",
                "120");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains("azure/gpt-4o-mini -> bedrock/")
                .contains("path REBUILD")
                .contains("To be filled in before traffic moves: owner, successMetric, rollbackTrigger");
        MigrationPlan plan = written();
        assertThat(plan.path()).isEqualTo(MigrationPath.REBUILD);
        assertThat(plan.comparison()).hasSizeBetween(2, 6);
        assertThat(plan.cost()).isNotNull();
        assertThat(plan.portability()).isNotNull();
        assertThat(plan.portability().findings())
                .extracting(PortabilityFinding::code)
                .contains("stored-conversation");
        assertThat(plan.portability().requests()).isEqualTo(3);
        assertThat(plan.inputs()).hasSize(2);
        assertThat(inventory).exists();
        assertThat(folder.resolve("plan").resolve("migration-plan.md"))
                .content()
                .startsWith("# Migration plan: azure/gpt-4o-mini to bedrock/")
                .contains("stored-conversation")
                .doesNotContain("parcel");
    }

    @Test
    void everyProviderIsAskedWithoutBeingCalled() throws IOException {
        for (String cloud : List.of("openai", "azure", "vertex", "ollama")) {
            Commands.Outcome outcome = plan("--from", "azure/gpt-4o-mini", "--target", cloud, "--requests", traffic());
            assertThat(outcome.exitCode()).as(cloud + ": " + outcome.err()).isZero();
            assertThat(written().portability()).as(cloud).isNotNull();
            assertThat(written().portability().target()).startsWith(cloud + "/");
        }
    }

    private String traffic() throws IOException {
        frozen();
        return log.toString();
    }

    @Test
    void aCloudWithoutAProviderIsJudgedByTheCatalogAlone() throws IOException {
        Commands.Outcome outcome = plan("--from", "azure/gpt-4o-mini", "--target", "mistral", "--requests", traffic());

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(written().portability().unjudged())
                .anyMatch(open -> open.reason().startsWith("no model is built"));
    }

    @Test
    void theSourceIsTheModelThatWasCountedMost() throws IOException {
        Commands.Outcome outcome = plan("--target", "bedrock", "--candidates", "2");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(written().source()).startsWith("openai/gpt-4o-mini");
        assertThat(written().comparison()).hasSizeLessThanOrEqualTo(3);
        assertThat(outcome.out()).contains("Portability was not checked");
    }

    @Test
    void answersAreKeptWhenThePlanIsMadeAnew() throws IOException {
        plan("--from", "azure/gpt-4o-mini", "--target", "bedrock");
        Path json = folder.resolve("plan").resolve("migration-plan.json");
        Files.writeString(
                json,
                Files.readString(json)
                        .replaceFirst("(\"field\" : \"owner\",[^}]*\"answer\" : )null", "$1\"J. Miller\""));
        Commands.Outcome again = plan(
                "--from",
                "azure/gpt-4o-mini",
                "--target",
                "bedrock",
                "--dataset",
                folder.resolve("workload/dataset.jsonl").toString());

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(written().answer("owner")).isEqualTo("J. Miller");
        assertThat(written().portability()).isNotNull();

        Files.writeString(json, "broken");
        Commands.Outcome broken = plan("--from", "azure/gpt-4o-mini", "--target", "bedrock");
        assertThat(broken.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(broken.err()).contains("migration-plan.json").contains("would be lost");
        assertThat(json).content().isEqualTo("broken");
    }

    @Test
    void aTargetMayBeNamedAndAZoneExcludes() throws IOException {
        Commands.Outcome named =
                plan("--from", "azure/gpt-4o-mini", "--target", "bedrock/amazon.nova-lite-v1:0", "--residency", "eu");

        assertThat(named.exitCode()).as(named.err()).isZero();
        assertThat(written().target()).isEqualTo("bedrock/amazon.nova-lite-v1:0");
        assertThat(written().zones()).containsExactly("eu");
    }

    @Test
    void mistakesAreToldInWords() throws IOException {
        assertThat(plan("--from", "azure/gpt-4o-mini", "--target", "rainbow")).satisfies(outcome -> {
            assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(outcome.err()).contains("--target: There is no cloud \"rainbow\"");
        });
        assertThat(plan("--from", "azure", "--target", "bedrock").err()).contains("--from: say the model too");
        assertThat(plan("--from", "azure/gpt-4o-mini", "--target", "bedrock/no.such-model-v1:0")
                        .err())
                .contains("the catalog does not know no.such-model-v1:0 on bedrock");
        assertThat(plan("--from", "azure/gpt-4o-mini", "--target", "bedrock", "--hours", "3")
                        .err())
                .contains("--hours and --rate go together");
        Commands.Outcome nothing =
                Commands.run("plan", folder.resolve("none.json").toString(), "--target", "bedrock");
        assertThat(nothing.exitCode()).isEqualTo(ExitCode.FAIL);
        assertThat(nothing.err()).contains("Cannot read").contains("none.json");
    }

    @Test
    void aSourceThatNobodyKnowsGivesAPlanWithoutATarget() throws IOException {
        Commands.Outcome outcome = plan("--from", "azure/our-deployment", "--target", "bedrock");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAIL);
        assertThat(outcome.err()).contains("--base-model");
        assertThat(written().target()).isNull();

        Commands.Outcome known =
                plan("--from", "azure/our-deployment", "--base-model", "gpt-4o-mini", "--target", "bedrock");
        assertThat(known.exitCode()).as(known.err()).isZero();
        assertThat(written().target()).startsWith("bedrock/");
    }
}
