package dev.portolan.example.triage;

import dev.portolan.evidence.parity.MetricResult;
import dev.portolan.evidence.parity.ObjectiveResult;
import dev.portolan.evidence.parity.PairResult;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.parity.Role;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** A report in some lines, for a terminal. */
final class Summary {

    private static final int SHOWN = 4;

    private final PrintStream out;

    Summary(PrintStream out) {
        this.out = out;
    }

    void print(ParityReport report) {
        out.println();
        out.println("Verdict: " + report.verdict());
        out.printf(Locale.ROOT, "%n%-12s %8s %8s %8s  %s%n", "metric", "present", "next", "margin", "verdict");
        for (MetricResult metric : report.metrics()) {
            out.printf(
                    Locale.ROOT,
                    "%-12s %7.1f%% %7.1f%% %7.0f%%  %s%s%n",
                    metric.metric(),
                    100 * metric.source(),
                    100 * metric.target(),
                    100 * metric.margin(),
                    metric.role() == Role.GUARD ? metric.verdict() : "for information",
                    regressed(report, metric));
        }
        for (ObjectiveResult objective : report.objectives()) {
            out.println(objective.verdict() + "  " + objective.reason());
        }
        out.printf(
                Locale.ROOT,
                "%d of %d examples regressed; the source against itself: %s%n",
                report.regressed().size(),
                report.pairs().size(),
                itself(report));
    }

    private static String regressed(ParityReport report, MetricResult metric) {
        List<String> ids = report.pairs().stream()
                .filter(pair -> metric.role() == Role.GUARD && pair.regressed(metric.metric()))
                .map(PairResult::example)
                .map(dev.portolan.evidence.dataset.Example::id)
                .toList();
        return ids.isEmpty()
                ? ""
                : ": " + String.join(", ", ids.subList(0, Math.min(SHOWN, ids.size())))
                        + (ids.size() > SHOWN ? " and " + (ids.size() - SHOWN) + " more" : "");
    }

    private static String itself(ParityReport report) {
        long moved = report.noise().sourceAgainstItself().stream()
                .filter(metric -> metric.source() != metric.target())
                .count();
        return moved == 0 ? "no metric moves" : moved + " metrics move";
    }
}
