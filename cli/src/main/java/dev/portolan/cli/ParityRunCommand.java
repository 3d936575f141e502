package dev.portolan.cli;

import dev.portolan.Portolan;
import dev.portolan.evidence.check.Check;
import dev.portolan.evidence.cost.PropertiesPrices;
import dev.portolan.evidence.dataset.Dataset;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.testkit.parity.Budget;
import dev.portolan.testkit.parity.ParityRun;
import dev.portolan.testkit.parity.ParityRunBuilder;
import dev.portolan.testkit.parity.Progress;
import dev.portolan.testkit.parity.RunMode;
import dev.portolan.testkit.parity.Subject;
import dev.portolan.testkit.report.ReportFiles;
import dev.portolan.testkit.report.ReviewFile;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code portolan parity run}: asks both models, judges, writes the report. */
@Command(
        name = "run",
        description = "Asks two models the examples of a dataset and judges whether the target may replace the source.",
        footer = {
            "",
            "Everything can stand in a suite file too, under the long names of the options; an option wins.",
            "Exit codes: 0 PASS, 1 FAIL, 2 usage, 3 INCONCLUSIVE, 4 INVALID."
        },
        mixinStandardHelpOptions = true,
        versionProvider = PortolanCommand.Version.class)
final class ParityRunCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOptions configuration;

    @Option(names = "--suite", paramLabel = "FILE", description = "A suite: .properties, .yaml or .yml.")
    private @Nullable Path suiteFile;

    @Option(names = "--dataset", paramLabel = "FILE", description = "The examples: .jsonl, .csv or .yaml.")
    private @Nullable String dataset;

    @Option(names = "--source", paramLabel = "NAME", description = "The model that is there, by its configured name.")
    private @Nullable String source;

    @Option(names = "--target", paramLabel = "NAME", description = "The model that may replace it.")
    private @Nullable String target;

    @Option(
            names = "--check",
            paramLabel = "NAME[=ARGUMENT]",
            mapFallbackValue = "",
            description = "A check, such as json, label=/category or extraction.pass-mark=1; once for each.")
    private Map<String, String> checks = new LinkedHashMap<>();

    @Option(
            names = {"-S", "--set"},
            paramLabel = "KEY=VALUE",
            description = "Anything else that a suite may say, such as objective.latency.p95=3s.")
    private Map<String, String> others = new LinkedHashMap<>();

    @Option(names = "--margin", paramLabel = "SHARE", description = "How much worse a metric may be; 0.05 unless set.")
    private @Nullable String margin;

    @Option(names = "--repeats", paramLabel = "N", description = "How often each model is asked; 3 unless set.")
    private @Nullable String repeats;

    @Option(names = "--concurrency", paramLabel = "N", description = "How many examples at once; 8 unless set.")
    private @Nullable String concurrency;

    @Option(names = "--prices", paramLabel = "FILE", description = "What models cost, as a properties file.")
    private @Nullable String prices;

    @Option(names = "--budget", paramLabel = "MONEY", description = "What the run may spend; needs prices.")
    private @Nullable String budget;

    @Option(names = "--journal", paramLabel = "FILE", description = "Keeps answers, so that a killed run goes on.")
    private @Nullable String journal;

    @Option(names = "--mode", paramLabel = "MODE", description = "live (unless set), record, replay or auto.")
    private @Nullable String mode;

    @Option(names = "--recordings", paramLabel = "FILE", description = "The recordings, for all modes but live.")
    private @Nullable String recordings;

    @Option(names = "--out", paramLabel = "FOLDER", description = "Where the report goes; parity-report unless set.")
    private @Nullable String folder;

    @Option(names = "--reviews", paramLabel = "FILE", description = "What people decided on an earlier report.")
    private @Nullable Path reviews;

    @Option(
            names = {"-y", "--yes"},
            description = "Go ahead without asking after the preflight.")
    private boolean yes;

    @Option(names = "--preflight", description = "Tell what the run would take, and stop.")
    private boolean preflightOnly;

    @Option(names = "--quiet", description = "Show no progress.")
    private boolean quiet;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    ParityRunCommand() {}

    @Override
    public Integer call() {
        Suite suite = suite();
        PrintWriter out = spec.commandLine().getOut();
        try (Portolan portolan = configuration.load()) {
            Path to = Objects.requireNonNullElse(suite.path("out"), Path.of("parity-report"));
            ParityRunBuilder builder = run(suite, portolan);
            suite.requireAllKnown();
            if (preflightOnly) {
                out.println(builder.build().preflight().summary());
                out.flush();
                return ExitCode.PASS;
            }
            ParityReport report =
                    builder.approval(new ConsoleApproval(out, yes)).build().run();
            ReportFiles files = ReportFiles.write(report, to);
            new ReportSummary(out).print(report, files);
            return ExitCode.of(report.verdict());
        }
    }

    private ParityRunBuilder run(Suite suite, Portolan portolan) {
        String from = suite.required("source");
        String into = suite.required("target");
        SuiteChecks made = new SuiteChecks(suite, portolan);
        List<Check> all = made.all();
        ParityRunBuilder run = ParityRun.builder()
                .dataset(Dataset.read(Objects.requireNonNull(needed(suite))))
                .source(Subject.of(from, portolan.chatModel(from)))
                .target(Subject.of(from.equals(into) ? into + " again" : into, portolan.chatModel(into)))
                .checks(all)
                .gate(new SuiteGate(suite).gate())
                .streaming(suite.flag("streaming"))
                .noiseFloor(suite.flag("noise-floor"))
                .stopEarly(suite.flag("stop-early"))
                .judges(made.judges().stream()
                        .map(name -> portolan.chatModel(name).info().model())
                        .toArray(String[]::new));
        if (reviews != null) {
            run.decisions(ReviewFile.read(reviews));
        }
        if (!quiet) {
            run.progress(Progress.of(System.err));
        }
        numbers(suite, run);
        files(suite, run);
        return run;
    }

    private static @Nullable Path needed(Suite suite) {
        suite.required("dataset");
        return suite.path("dataset");
    }

    private static void numbers(Suite suite, ParityRunBuilder run) {
        Long count = suite.whole("repeats");
        if (count != null) {
            run.repeats(Math.toIntExact(count));
        }
        Long seed = suite.whole("seed");
        if (seed != null) {
            run.seed(seed);
        }
        Long atOnce = suite.whole("concurrency");
        if (atOnce != null) {
            run.concurrency(Math.toIntExact(atOnce));
        }
        Duration timeout = suite.duration("call-timeout");
        if (timeout != null) {
            run.callTimeout(timeout);
        }
        BigDecimal money = suite.number("budget");
        Long tokens = suite.whole("budget-tokens");
        Budget limit = money == null ? Budget.UNLIMITED : Budget.money(money);
        run.budget(tokens == null ? limit : limit.tokens(tokens));
        if (money != null && suite.text("prices") == null) {
            throw new IllegalArgumentException("budget: needs prices");
        }
    }

    private static void files(Suite suite, ParityRunBuilder run) {
        Path priceList = suite.path("prices");
        String currency = Objects.requireNonNullElse(suite.text("currency"), "USD");
        if (priceList != null) {
            run.prices(PropertiesPrices.read(priceList), Currency.getInstance(currency));
        }
        Path kept = suite.path("journal");
        if (kept != null) {
            run.journal(kept);
        }
        String how = suite.text("mode");
        if (how != null) {
            run.mode(RunMode.of(how));
        }
        Path recorded = suite.path("recordings");
        if (recorded != null) {
            run.recordings(recorded);
        }
    }

    /** The file's entries, with those of options in their place. Paths of options are relative to the working directory. */
    private Suite suite() {
        Map<String, String> entries = new LinkedHashMap<>();
        Path file = suiteFile;
        Path at = Path.of("");
        if (file != null) {
            entries.putAll(SuiteFile.read(file));
            at = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), at);
        }
        checks.forEach((name, argument) -> entries.put("check." + name, argument));
        entries.putAll(others);
        put(entries, "source", source);
        put(entries, "target", target);
        put(entries, "margin", margin);
        put(entries, "repeats", repeats);
        put(entries, "concurrency", concurrency);
        put(entries, "budget", budget);
        put(entries, "mode", mode);
        put(entries, "dataset", absolute(dataset));
        put(entries, "prices", absolute(prices));
        put(entries, "journal", absolute(journal));
        put(entries, "recordings", absolute(recordings));
        put(entries, "out", absolute(folder));
        return new Suite(entries, at);
    }

    private static @Nullable String absolute(@Nullable String path) {
        return path == null ? null : Path.of(path).toAbsolutePath().toString();
    }

    private static void put(Map<String, String> entries, String name, @Nullable String value) {
        if (value != null) {
            entries.put(name, value);
        }
    }
}
