package dev.portolan.routing.portability;

import dev.portolan.routing.internal.MarkdownTable;
import java.util.stream.Collectors;

/** A report for people. */
final class PortabilityText {

    private PortabilityText() {}

    static String markdown(PortabilityReport report, String heading) {
        String source = report.source();
        return heading + " Portability: " + (source == null ? "" : MarkdownTable.escaped(source) + " to ")
                + MarkdownTable.escaped(report.target()) + "\n\n" + summary(report) + "\n\n"
                + tables(report, heading + "#");
    }

    /** One sentence that says how it stands. */
    static String summary(PortabilityReport report) {
        return report.requests() + " requests, no call made: " + report.count(Severity.BLOCKS) + " block, "
                + report.count(Severity.CHANGES) + " change, " + report.count(Severity.INFORMS) + " inform; "
                + report.unjudged().size() + " open."
                + (report.catalogVersion() == null ? "" : " Catalog " + report.catalogVersion() + ".")
                + (report.day() == null ? "" : " Judged for " + report.day() + ".");
    }

    static String tables(PortabilityReport report, String heading) {
        StringBuilder out = new StringBuilder();
        if (!report.findings().isEmpty()) {
            out.append(heading).append(" Findings\n\n");
            MarkdownTable table = new MarkdownTable(out, "severity", "topic", "requests", "what", "to do");
            for (PortabilityFinding finding : report.findings()) {
                table.row(
                        finding.severity(),
                        finding.area().title(),
                        finding.requests() == 0 ? null : requests(report, finding),
                        what(finding),
                        finding.remedy());
            }
            out.append('\n');
        }
        if (!report.unjudged().isEmpty()) {
            out.append(heading).append(" Not judged\n\n");
            MarkdownTable table = new MarkdownTable(out, "topic", "why");
            report.unjudged().forEach(open -> table.row(open.area().title(), open.reason()));
            out.append('\n');
        }
        if (!report.clear().isEmpty()) {
            out.append("Nothing found in: ").append(clear(report)).append(".\n");
        }
        return out.toString();
    }

    private static String requests(PortabilityReport report, PortabilityFinding finding) {
        return finding.requests() + " of " + report.requests()
                + (finding.example() == null ? "" : " (first: " + finding.example() + ")");
    }

    private static String what(PortabilityFinding finding) {
        return (finding.field() == null ? "" : finding.field() + ": ") + finding.message();
    }

    private static String clear(PortabilityReport report) {
        return report.clear().stream().map(PortabilityArea::title).collect(Collectors.joining(", "));
    }

    static String plain(PortabilityReport report) {
        StringBuilder out = new StringBuilder(report.source() == null ? "" : report.source() + " -> ")
                .append(report.target())
                .append('\n')
                .append(summary(report))
                .append('\n');
        for (PortabilityFinding finding : report.findings()) {
            out.append(String.format(
                    java.util.Locale.ROOT,
                    "\n%-8s %s",
                    finding.severity(),
                    finding.area().title()));
            if (finding.requests() > 0) {
                out.append(", ").append(requests(report, finding));
            }
            out.append("\n         ")
                    .append(what(finding))
                    .append("\n         ")
                    .append(finding.remedy())
                    .append('\n');
        }
        if (!report.unjudged().isEmpty()) {
            out.append("\nNot judged:\n");
            report.unjudged()
                    .forEach(open -> out.append("  ")
                            .append(open.area().title())
                            .append(": ")
                            .append(open.reason())
                            .append('\n'));
        }
        if (!report.clear().isEmpty()) {
            out.append("\nNothing found in: ").append(clear(report)).append('\n');
        }
        return out.toString();
    }
}
