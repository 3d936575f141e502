package dev.portolan.cli;

import dev.portolan.evidence.parity.MetricResult;
import dev.portolan.evidence.parity.ObjectiveResult;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.parity.Role;
import dev.portolan.testkit.report.ReportFiles;
import java.io.PrintWriter;
import java.util.Locale;

/** A report in some lines. */
final class ReportSummary {

    private final PrintWriter out;

    ReportSummary(PrintWriter out) {
        this.out = out;
    }

    void print(ParityReport report, ReportFiles files) {
        out.println(report.verdict() + ": " + report.facts().source().name() + " -> "
                + report.facts().target().name() + ", " + report.pairs().size() + " examples");
        report.conclusion().reasons().forEach(reason -> out.println("  " + reason));
        if (!report.conclusion().change().isEmpty()) {
            out.println("  " + report.conclusion().change());
        }
        out.println();
        for (MetricResult metric : report.metrics()) {
            out.printf(
                    Locale.ROOT,
                    "%-24s %6.3f -> %6.3f  margin %.3g  %s%n",
                    metric.metric(),
                    metric.source(),
                    metric.target(),
                    metric.margin(),
                    metric.role() == Role.GUARD ? metric.verdict() : "for information");
        }
        for (ObjectiveResult objective : report.objectives()) {
            out.println(objective.verdict() + "  " + objective.reason());
        }
        report.facts().warnings().forEach(warning -> out.println("Warning: " + warning));
        out.printf(
                Locale.ROOT,
                "%d examples regressed. Report: %s%n",
                report.regressed().size(),
                files.html().toAbsolutePath());
        out.flush();
    }
}
