package dev.portolan.cli;

import dev.portolan.Portolan;
import dev.portolan.evidence.cost.PropertiesPrices;
import dev.portolan.routing.drill.DrillReport;
import dev.portolan.routing.drill.DrillStep;
import dev.portolan.routing.drill.FallbackDrill;
import dev.portolan.routing.drill.RouterDrill;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code portolan drill fallback}: whether another model really answers when one fails. */
@Command(
        name = "fallback",
        description =
                "Makes each target of each router fail in turn, without a call to it, and asks whether another one really answers."
                        + " Every step is a real call of a few tokens.",
        footer = {
            "",
            "Exit codes: 0 when every fallback answers, 1 when one does not, 2 wrong usage or configuration, or no router to drill."
        },
        mixinStandardHelpOptions = true,
        versionProvider = PortolanCommand.Version.class)
final class DrillFallbackCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOptions configuration;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Only these routers; all unless given.")
    private List<String> names = List.of();

    @Option(names = "--no-stream", description = "Ask for no streams.")
    private boolean silent;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "How long a step may take; ${DEFAULT-VALUE}.")
    private String timeout;

    @Option(names = "--prices", paramLabel = "FILE", description = "What models cost, as a properties file.")
    private @Nullable Path prices;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    DrillFallbackCommand() {}

    @Override
    public Integer call() throws IOException {
        FallbackDrill.Builder building = FallbackDrill.builder()
                .timeout(Suite.duration("--timeout", timeout))
                .streams(!silent);
        if (prices != null) {
            building.prices(PropertiesPrices.read(prices));
        }
        FallbackDrill drill = building.build();
        PrintWriter out = spec.commandLine().getOut();
        try (Portolan portolan = configuration.load(drill.extension())) {
            DrillReport report = names.isEmpty() ? drill.run(portolan) : drill.run(portolan, names);
            if (report.routers().isEmpty()) {
                throw new IllegalArgumentException(
                        "No router is configured, so there is nothing to fall back to. See docs/fallback.md.");
            }
            for (RouterDrill router : report.routers()) {
                lines(router).forEach(out::println);
                out.println();
            }
            boolean drilled = report.routers().stream().anyMatch(router -> router.skipped() == null);
            out.println(
                    !drilled
                            ? "Nothing was drilled."
                            : report.passed()
                                    ? "Every fallback answers."
                                    : report.problems().size() == 1
                                            ? "A fallback does not answer."
                                            : report.problems().size() + " steps without an answer.");
            out.flush();
            return !drilled ? ExitCode.USAGE : report.passed() ? ExitCode.PASS : ExitCode.FAIL;
        }
    }

    private static List<String> lines(RouterDrill router) {
        List<String> lines = new ArrayList<>();
        lines.add(router.router() + ", " + router.kind() + " over " + String.join(", ", router.targets()));
        if (router.skipped() != null) {
            lines.addAll(TextTable.wrapped("  - ", "not drilled: " + router.skipped()));
        }
        for (RouterStepLine line :
                router.steps().stream().map(RouterStepLine::new).toList()) {
            lines.addAll(TextTable.wrapped("  ", line.text()));
        }
        for (String remark : router.remarks()) {
            lines.addAll(TextTable.wrapped("  - ", remark));
        }
        return lines;
    }

    /**
     * A step in words.
     *
     * @param step the step
     */
    private record RouterStepLine(DrillStep step) {

        String text() {
            String asked = step.failing().isEmpty() ? "by itself" : "without " + String.join(", ", step.failing());
            String how = (step.passed() ? "PASS " : "FAIL ") + asked + (step.streamed() ? ", as a stream" : "") + ": ";
            if (!step.passed()) {
                return how + step.problem();
            }
            String cost = step.cost() == null
                    ? "cost unknown"
                    : step.cost().toPlainString() + " "
                            + (step.currency() == null ? "" : step.currency().getCurrencyCode());
            String warnings = step.warnings().isEmpty() ? "" : ", warnings " + String.join(", ", step.warnings());
            return how + step.answeredBy() + " answered (" + step.provider() + " " + step.model() + ") in "
                    + step.latency().toMillis() + " ms, " + cost + warnings;
        }
    }
}
