package dev.portolan.example.triage;

import dev.portolan.Portolan;
import dev.portolan.config.ConfigurationException;
import dev.portolan.error.LlmException;
import dev.portolan.evidence.cost.PriceSource;
import dev.portolan.evidence.cost.PropertiesPrices;
import dev.portolan.evidence.dataset.Dataset;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.testkit.parity.ParityRun;
import dev.portolan.testkit.parity.Progress;
import dev.portolan.testkit.parity.RunNotApproved;
import dev.portolan.testkit.parity.Subject;
import dev.portolan.testkit.report.ReportFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Currency;
import java.util.Objects;
import java.util.Properties;

/**
 * Asks the present model and the one that shall replace it the same 145 requests, three times each, and tells whether the move may
 * be made. Which models these are is up to {@code portolan.properties} and the profile; without a profile both are simulated.
 */
public final class TriageMigration {

    /** Where the report goes. */
    static final String FOLDER = "triage.folder";

    private static final int AT_ONCE = 16;
    private static final int TOKENS_OF_AN_ANSWER = 60;

    private final PrintStream out;
    private final Dataset dataset = Workload.dataset();

    TriageMigration(PrintStream out) {
        this.out = out;
    }

    /**
     * Runs the program. A mistake in the configuration, a call that failed and a run that nobody approved are told in words, with
     * exit status 1.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        try {
            new TriageMigration(System.out).run();
        } catch (ConfigurationException | LlmException | RunNotApproved e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private void run() {
        boolean real = System.getProperty("portolan.profile") != null || System.getenv("PORTOLAN_PROFILE") != null;
        if (real) {
            try (Portolan portolan = Portolan.load()) {
                tell(parity(portolan, "present", "next"));
            }
            return;
        }
        try (Clouds clouds = Clouds.simulated(dataset);
                Portolan portolan = clouds.into(Portolan.builder()).build()) {
            out.println("No key, no network: both models are simulated, at " + clouds.addresses() + ". What they");
            out.println(
                    "answer is scripted, and what the new one does worse is planted: this shows what a report finds,");
            out.println(
                    "and says nothing about any vendor's model. With keys and -Dportolan.profile=clouds real ones answer.");
            tell(parity(portolan, "present", "next"));
        }
    }

    /** Compares two models by their names; the same name twice compares a model with itself. */
    ParityReport parity(Portolan portolan, String source, String target) {
        ParityRun run = ParityRun.builder()
                .dataset(dataset)
                .source(Subject.of(source, portolan.chatModel(source)))
                .target(Subject.of(source.equals(target) ? target + " again" : target, portolan.chatModel(target)))
                .checks(Workload.checks())
                .gate(Workload.gate())
                .prices(prices(), Currency.getInstance("USD"))
                .concurrency(AT_ONCE)
                .noiseFloor(true)
                .progress(Progress.of(out))
                .expectedOutputTokens(TOKENS_OF_AN_ANSWER)
                .expectedLatency(Duration.ofMillis(500))
                .approval(new Approval(out))
                .build();
        return run.run();
    }

    /** Prints what was found, and writes the report. */
    void tell(ParityReport report) {
        new Summary(out).print(report);
        ReportFiles files = ReportFiles.write(report, Path.of(System.getProperty(FOLDER, "target/parity")));
        out.println();
        out.println("The report: " + files.html().toUri());
        out.println("For machines: " + files.json() + ", " + files.markdown().getFileName() + ", "
                + files.junitXml().getFileName());
    }

    private static PriceSource prices() {
        Properties properties = new Properties();
        InputStream file = Objects.requireNonNull(TriageMigration.class.getResourceAsStream("prices.properties"));
        try (Reader reader = new InputStreamReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the prices", e);
        }
        return PropertiesPrices.of(properties);
    }
}
