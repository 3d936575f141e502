package dev.portolan.testkit.report;

import dev.portolan.evidence.parity.MeasureResult;
import dev.portolan.evidence.parity.MetricResult;
import dev.portolan.evidence.parity.ObjectiveResult;
import dev.portolan.evidence.parity.PairResult;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.parity.Role;
import dev.portolan.evidence.parity.RunFacts;
import dev.portolan.evidence.parity.SideFacts;
import dev.portolan.evidence.parity.SliceResult;
import dev.portolan.evidence.stats.NonInferiority;
import dev.portolan.evidence.stats.Quantile;
import dev.portolan.evidence.stats.Verdict;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A report as Markdown in GitHub's dialect, short enough for a comment on a pull request. Answers are not quoted but for the reasons
 * of scores; what comes from a model or a dataset stands in code spans, on one line, so that it mentions nobody, links nowhere and
 * breaks no table. Thread-safe.
 */
public final class MarkdownReport {

    /** The longest text that is written. GitHub takes 65,536 characters. */
    public static final int LIMIT = 64_000;

    private static final int LISTED = 25;
    private static final int ROWS = 40;
    private static final int REASONS = 10;

    private MarkdownReport() {}

    /**
     * Writes a report.
     *
     * @param report what was found
     * @return Markdown of at most {@link #LIMIT} characters; equal reports give equal texts
     */
    public static String of(ParityReport report) {
        StringBuilder out = new StringBuilder(8192);
        heading(report, out);
        List<Function<ParityReport, String>> sections = List.of(
                MarkdownReport::gate,
                MarkdownReport::objectives,
                MarkdownReport::measures,
                MarkdownReport::examples,
                MarkdownReport::slices,
                MarkdownReport::provenance);
        for (Function<ParityReport, String> section : sections) {
            String text = section.apply(report);
            if (out.length() + text.length() < LIMIT - 100) {
                out.append(text);
            } else {
                out.append(
                        "\n_A section is left out here, since the text would be too long; the HTML report has all._\n");
                break;
            }
        }
        return out.toString();
    }

    private static void heading(ParityReport report, StringBuilder out) {
        RunFacts facts = report.facts();
        out.append("## ")
                .append(Words.mark(report.verdict()))
                .append(" Parity ")
                .append(report.verdict())
                .append(": ")
                .append(MarkdownText.code(facts.source().name()))
                .append(" → ")
                .append(MarkdownText.code(facts.target().name()))
                .append("\n\n**")
                .append(Words.sentence(report.verdict()))
                .append("**\n\n");
        report.conclusion().reasons().stream()
                .limit(REASONS)
                .forEach(reason ->
                        out.append("- ").append(MarkdownText.words(reason)).append('\n'));
        if (!report.conclusion().change().isEmpty()) {
            out.append("\nWhat would change it: ")
                    .append(MarkdownText.words(report.conclusion().change()))
                    .append('\n');
        }
    }

    private static String gate(ParityReport report) {
        Table table = new Table("Metric", "Source", "Target", "Difference, 95 % bound", "Margin", "n", "Verdict");
        report.metrics().stream()
                .sorted(Words.GATE_ORDER)
                .forEach(one -> table.row(
                        MarkdownText.code(one.metric()),
                        Figure.score(one.scale(), one.source()),
                        Figure.score(one.scale(), one.target()),
                        bound(one),
                        Figure.margin(one),
                        String.valueOf(one.examples()),
                        one.role() == Role.GUARD
                                ? Words.mark(one.verdict()) + " " + one.verdict()
                                : "for information"));
        return table.text("Gate");
    }

    private static String bound(MetricResult one) {
        NonInferiority finding = one.finding();
        String hard = one.newHardBreaks() > 0 ? ", **" + one.newHardBreaks() + " new hard breaks**" : "";
        return finding == null
                ? Figure.UNKNOWN + hard
                : Figure.difference(one.scale(), one.target() - one.source()) + ", ≥ "
                        + Figure.difference(one.scale(), Words.worst(one, finding)) + hard;
    }

    private static String objectives(ParityReport report) {
        Table table = new Table("Objective", "Found", "Verdict", "Why");
        for (ObjectiveResult one : report.objectives()) {
            table.row(
                    MarkdownText.words(
                            Words.limit(one.objective(), report.facts().currency())),
                    Words.found(one, report.facts().currency()),
                    Words.mark(one.verdict()) + " " + one.verdict(),
                    MarkdownText.words(one.reason()));
        }
        return table.text("Objectives");
    }

    private static String measures(ParityReport report) {
        Table table = new Table("Measure", "Source: mean, p50, p95", "Target: mean, p50, p95", "Ratio of means");
        for (MeasureResult one : report.measures()) {
            table.row(
                    MarkdownText.code(one.measure()),
                    figures(one.source(), one.unit()),
                    figures(one.target(), one.unit()),
                    Figure.ratio(one.ratio()));
        }
        return table.text("What answers take");
    }

    private static String figures(MeasureResult.@Nullable Figures figures, String unit) {
        if (figures == null) {
            return "unknown";
        }
        StringBuilder out = new StringBuilder(Figure.measure(figures.mean(), unit));
        for (Quantile one : figures.quantiles()) {
            if (one.p() < 0.99) {
                out.append(", ").append(one.known() ? Figure.measure(one.value(), unit) : "too few samples");
            }
        }
        return figures.unknown() > 0 ? out + " (unknown for " + figures.unknown() + ")" : out.toString();
    }

    private static String examples(ParityReport report) {
        List<PairResult> regressed = new ArrayList<>(report.regressed());
        regressed.sort(Comparator.comparing((PairResult pair) -> -Triage.weight(pair, report)));
        if (regressed.isEmpty()) {
            return "\n### Examples to look at\n\nNone: on no example is the target below 95 % of the source.\n";
        }
        Table table = new Table("Example", "Metrics, source -> target", "Why");
        for (PairResult pair : regressed.subList(0, Math.min(LISTED, regressed.size()))) {
            Set<String> metrics = pair.regressions();
            table.row(
                    MarkdownText.code(pair.example().id()),
                    MarkdownText.code(Triage.figures(pair, metrics)),
                    MarkdownText.code(Triage.reason(pair, metrics.iterator().next())));
        }
        String more = regressed.size() > LISTED ? "\nAnd " + (regressed.size() - LISTED) + " more.\n" : "";
        return table.text(String.format(
                        Locale.ROOT,
                        "Examples to look at: %d of %d (%s)",
                        regressed.size(),
                        report.pairs().size(),
                        Figure.share(report.regressionRate())))
                + more;
    }

    private static String slices(ParityReport report) {
        Table table = new Table("Slice", "Metric", "Source", "Target", "n", "Verdict");
        report.slices().stream()
                .filter(one -> !one.tooSmall() && one.result().verdict() != Verdict.PASS)
                .limit(ROWS)
                .forEach(one -> slice(one, table));
        return table.text("Slices that did not pass (informational)");
    }

    private static void slice(SliceResult one, Table table) {
        MetricResult result = one.result();
        table.row(
                MarkdownText.code(one.tag()),
                MarkdownText.code(result.metric()),
                Figure.score(result.scale(), result.source()),
                Figure.score(result.scale(), result.target()),
                String.valueOf(result.examples()),
                Words.mark(result.verdict()) + " " + result.verdict());
    }

    private static String provenance(ParityReport report) {
        RunFacts facts = report.facts();
        StringBuilder out = new StringBuilder("\n<details><summary>How it was run</summary>\n\n");
        List<String> bundled = facts.bundledChanges();
        if (!bundled.isEmpty()) {
            out.append("> Besides the model, this differs between the sides, so that a difference may come from it: ")
                    .append(MarkdownText.code(String.join(", ", bundled)))
                    .append("\n\n");
        }
        for (String warning :
                facts.warnings().subList(0, Math.min(LISTED, facts.warnings().size()))) {
            out.append("- ").append(MarkdownText.words(warning)).append('\n');
        }
        out.append("\n- Source: ")
                .append(side(facts.source()))
                .append("\n- Target: ")
                .append(side(facts.target()));
        out.append("\n- Dataset: ")
                .append(MarkdownText.code(facts.dataset()))
                .append(", ")
                .append(MarkdownText.code(facts.datasetHash()))
                .append(", ")
                .append(facts.examples())
                .append(" examples, ")
                .append(facts.repeats())
                .append(" repeats, seed ")
                .append(facts.seed())
                .append("\n- Mode ")
                .append(MarkdownText.code(facts.mode()))
                .append(", from ")
                .append(facts.started().truncatedTo(ChronoUnit.SECONDS))
                .append(" to ")
                .append(facts.ended().truncatedTo(ChronoUnit.SECONDS))
                .append(facts.stoppedEarly() ? ", stopped early" : "")
                .append("\n- Portolan ")
                .append(MarkdownText.code(facts.libraryVersion()))
                .append("\n\n</details>\n");
        return out.toString();
    }

    private static String side(SideFacts side) {
        return MarkdownText.code(side.provider() + " " + side.model()) + ", answered as "
                + MarkdownText.code(String.join(", ", side.answered())) + ", " + side.calls() + " calls, "
                + side.failed() + " failed, " + side.rejected() + " rejected, " + side.replayed() + " replayed";
    }

    /** Rows under a heading; nothing at all without rows. */
    private static final class Table {
        private final StringBuilder rows = new StringBuilder();
        private final String head;
        private int count;

        Table(String... columns) {
            head = "| " + String.join(" | ", columns) + " |\n" + "|---".repeat(columns.length) + "|\n";
        }

        void row(String... cells) {
            if (count++ < ROWS) {
                rows.append("| ").append(String.join(" | ", cells)).append(" |\n");
            }
        }

        String text(String title) {
            String more = count > ROWS ? "\nAnd " + (count - ROWS) + " more rows.\n" : "";
            return count == 0 ? "" : "\n### " + title + "\n\n" + head + rows + more;
        }
    }
}
