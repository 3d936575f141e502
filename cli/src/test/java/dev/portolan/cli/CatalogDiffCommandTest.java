package dev.portolan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.routing.catalog.CatalogOverlay;
import dev.portolan.routing.catalog.ModelCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogDiffCommandTest {

    @TempDir
    Path folder;

    private Path write(String name, ModelCatalog catalog) throws IOException {
        Path file = folder.resolve(name);
        catalog.write(file);
        return file;
    }

    @Test
    void whatChangedIsToldInThreeForms() throws IOException {
        ModelCatalog now = ModelCatalog.bundled();
        String before = write("before.json", now).toString();
        String after = write(
                        "after.json",
                        now.with(CatalogOverlay.of(
                                "offers: {openai: {gpt-4o-mini: {pricing: {base: {input: \"0.30\"}}}}}", "x.yaml")))
                .toString();

        assertThat(CatalogBench.run("diff", before, after).out())
                .contains("Prices (1)", "openai/gpt-4o-mini: input 0.15 -> 0.3 (+100 %)");
        assertThat(CatalogBench.run("diff", before, after, "--format", "markdown").out())
                .contains("| openai/gpt-4o-mini | input | 0.15 | 0.3 | +100 % |");
        assertThat(CatalogBench.run("diff", before, after, "--json").out()).contains("\"kind\" : \"price\"");
    }

    @Test
    void withoutASecondFileItIsTheCatalogInForce() throws IOException {
        String before = write("before.json", ModelCatalog.bundled()).toString();
        Commands.Outcome outcome = CatalogBench.run("diff", before);

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("Nothing changed.");
    }

    @Test
    void whatIsNoCatalogIsWrongUsageAndWhatIsMissingAFailure() throws IOException {
        Path other = Files.writeString(folder.resolve("other.json"), "{}");

        assertThat(CatalogBench.run("diff", other.toString()).exitCode()).isEqualTo(ExitCode.USAGE);
        Commands.Outcome missing = CatalogBench.run("diff", folder.resolve("missing.json").toString());
        assertThat(missing.exitCode()).isEqualTo(ExitCode.FAIL);
        assertThat(missing.err()).contains("missing.json");
        assertThat(CatalogBench.run("show", "gpt-4o", "--catalog", "missing.json").exitCode())
                .isEqualTo(ExitCode.FAIL);
    }
}
