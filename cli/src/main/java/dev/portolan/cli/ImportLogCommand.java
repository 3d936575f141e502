package dev.portolan.cli;

import dev.portolan.evidence.cost.PropertiesPrices;
import dev.portolan.evidence.dataset.DatasetImport;
import dev.portolan.evidence.dataset.RequestLog;
import dev.portolan.evidence.dataset.Sampling;
import dev.portolan.evidence.inventory.WorkloadImport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code portolan parity import-log}: freezes traffic into a dataset and an inventory. */
@Command(
        name = "import-log",
        description =
                "Freezes the current workload: a log of OpenAI requests (JSONL), or recordings, become a dataset and"
                        + " an inventory of what runs. Secrets and persons are taken out first; read the dataset before you share"
                        + " it.",
        mixinStandardHelpOptions = true,
        versionProvider = PortolanCommand.Version.class)
final class ImportLogCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The log or the recordings.")
    private Path input;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            defaultValue = "workload",
            description = "Where to; ${DEFAULT-VALUE}.")
    private Path folder;

    @Option(
            names = "--sample",
            paramLabel = "N",
            defaultValue = "200",
            description = "How many calls; ${DEFAULT-VALUE}.")
    private int sample;

    @Option(names = "--all", description = "All calls, not a sample.")
    private boolean all;

    @Option(names = "--random", description = "Any calls, instead of a share of each slice.")
    private boolean random;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "What the sample is drawn from.")
    private long seed;

    @Option(names = "--skip-bad-lines", description = "Counts lines that cannot be read, in place of stopping at one.")
    private boolean skipping;

    @Option(names = "--prices", paramLabel = "FILE", description = "What models cost, as a properties file.")
    private @Nullable Path prices;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    ImportLogCommand() {}

    @Override
    public Integer call() {
        WorkloadImport importing = WorkloadImport.of(log()).sampling(sampling());
        if (prices != null) {
            importing = importing.prices(PropertiesPrices.read(prices));
        }
        WorkloadImport.Result result = importing.run(input, folder);
        tell(result);
        return ExitCode.PASS;
    }

    private Sampling sampling() {
        if (all) {
            return Sampling.ALL;
        }
        return random ? Sampling.random(sample, seed) : Sampling.stratifiedByTags(sample, seed);
    }

    private RequestLog log() {
        RequestLog log = OpenAiLog.reader();
        return skipping ? log.skipping() : log;
    }

    private void tell(WorkloadImport.Result result) {
        PrintWriter out = spec.commandLine().getOut();
        DatasetImport.Result imported = result.imported();
        out.printf(
                Locale.ROOT,
                "%d calls, %d taken, %d asked the same as one before, %d examples.%n",
                imported.calls(),
                imported.sampled(),
                imported.merged(),
                imported.dataset().examples().size());
        result.skipped().forEach(line -> out.println("Skipped: " + line.getMessage()));
        if (!imported.uncovered().isEmpty()) {
            out.println("The sample has nothing of: " + String.join(", ", imported.uncovered()));
        }
        out.println("To be filled in, since traffic does not show it: "
                + String.join(", ", result.inventory().unknown()));
        out.println("Written: " + folder.resolve(WorkloadImport.DATASET) + ", "
                + folder.resolve(WorkloadImport.INVENTORY) + ", " + folder.resolve(WorkloadImport.INVENTORY_TEXT));
        out.flush();
    }
}
