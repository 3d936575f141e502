package dev.portolan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.evidence.dataset.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportLogCommandTest {

    @TempDir
    Path folder;

    private static final String LOG = """
            {"request":{"model":"gpt-4o-mini","temperature":0.2,"messages":[{"role":"system","content":"Sort mail."},{"role":"user","content":"My parcel is late, write to jane@example.org"}]},"response":{"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"message":{"role":"assistant","content":"delivery"},"finish_reason":"stop"}],"usage":{"prompt_tokens":20,"completion_tokens":1,"total_tokens":21}}}
            {"model":"gpt-4o-mini","messages":[{"role":"user","content":"Hello"}]}
            {"model":"gpt-4o-mini","messages":[{"role":"user","content":"Hello"}]}
            {"model":"gpt-4.1","input":"Is 7 odd?"}
            """;

    private Commands.Outcome imported(String log, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("april.jsonl"), log);
        String[] arguments = new String[5 + more.length];
        arguments[0] = "parity";
        arguments[1] = "import-log";
        arguments[2] = file.toString();
        arguments[3] = "--out";
        arguments[4] = folder.resolve("workload").toString();
        System.arraycopy(more, 0, arguments, 5, more.length);
        return Commands.run(arguments);
    }

    @Test
    void aLogOfRequestsBecomesADatasetAndAnInventory() throws IOException {
        Commands.Outcome outcome = imported(LOG);

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("4 calls").contains("3 examples").contains("To be filled in");
        Dataset dataset = Dataset.read(folder.resolve("workload/dataset.jsonl"));
        assertThat(dataset.examples()).hasSize(3);
        assertThat(dataset.examples().get(0).reference().text()).isEqualTo("delivery");
        assertThat(folder.resolve("workload/inventory.json")).content().contains("UNKNOWN");
        assertThat(folder.resolve("workload/inventory.md")).exists();
    }

    @Test
    void personsAreTakenOut() throws IOException {
        imported(LOG);

        assertThat(folder.resolve("workload/dataset.jsonl")).content().doesNotContain("jane@example.org");
    }

    @Test
    void aBadLineIsNamedOrCounted() throws IOException {
        Commands.Outcome strict = imported(LOG + "not json\n");
        Commands.Outcome skipping = imported(LOG + "not json\n", "--skip-bad-lines");

        assertThat(strict.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(strict.err()).contains("line 5");
        assertThat(skipping.exitCode()).isZero();
        assertThat(skipping.out()).contains("Skipped: ").contains("line 5");
    }

    @Test
    void aSampleTellsWhatItDoesNotCover() throws IOException {
        assertThat(imported(LOG, "--sample", "1", "--random", "--seed", "3").out())
                .contains("1 taken")
                .contains("The sample has nothing of: ");
        assertThat(imported(LOG, "--all").out()).contains("4 taken");
    }

    @Test
    void pricesMakeTheCostKnown() throws IOException {
        Path prices = Files.writeString(
                folder.resolve("prices.properties"), "currency=USD\n*/gpt-4o-mini*.input=1\n*/gpt-4o-mini*.output=1\n");
        imported(LOG, "--prices", prices.toString());

        assertThat(folder.resolve("workload/inventory.json")).content().contains("USD");
    }
}
