package dev.portolan.routing.plan;

import dev.portolan.routing.control.Control;
import dev.portolan.routing.internal.MarkdownTable;
import dev.portolan.routing.portability.PortabilityReport;
import dev.portolan.routing.portability.Severity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A plan for people: the decision first, then what it rests on. */
final class PlanMarkdown {

    private static final String UNKNOWN = "unknown";

    private final MigrationPlan plan;
    private final StringBuilder out = new StringBuilder();

    PlanMarkdown(MigrationPlan plan) {
        this.plan = plan;
    }

    String text() {
        out.append("# Migration plan: ")
                .append(MarkdownTable.escaped(plan.source()))
                .append(" to ")
                .append(MarkdownTable.escaped(Objects.requireNonNullElse(plan.target(), "nothing yet")))
                .append("\n\n");
        summary();
        toFillIn();
        path();
        comparison();
        portability();
        controls();
        phases();
        risks();
        origin();
        return out.toString();
    }

    private void summary() {
        MarkdownTable table = new MarkdownTable(out, "in short", "");
        table.row("path", plan.path() + ": " + firstReason());
        PlannedCost cost = plan.cost();
        table.row("cost", cost == null ? "no target, no cost" : cost.sentence());
        PortabilityReport report = plan.portability();
        table.row(
                "portability",
                report == null
                        ? "not checked: no requests were given"
                        : "findings: " + report.count(Severity.BLOCKS) + " that block, "
                                + report.count(Severity.CHANGES) + " that change something, "
                                + report.unjudged().size() + " topics open");
        table.row("way", plan.strategy());
        String model = plan.targetModel();
        table.row("configure", model == null ? "nothing yet" : "provider=" + cloud(plan.target()) + ", model=" + model);
        table.row("residency", plan.zones().isEmpty() ? "nobody asked for a zone" : String.join(", ", plan.zones()));
        table.row(
                "missing before traffic moves",
                plan.unfilled().isEmpty() ? "nothing" : String.join(", ", plan.unfilled()));
        out.append('\n');
    }

    private String firstReason() {
        return plan.reasons().stream()
                .filter(reason -> reason.known() && reason.path() == plan.path())
                .map(PathReason::reason)
                .findFirst()
                .orElse("no reason is known");
    }

    private void toFillIn() {
        heading("To fill in");
        out.append("In the JSON file beside this one, under `openEntries`.\n\n");
        MarkdownTable table = new MarkdownTable(out, "what", "wanted", "answer");
        for (OpenEntry entry : plan.openEntries()) {
            String answer = entry.answer();
            table.row(
                    entry.field(),
                    entry.what(),
                    answer == null || answer.isBlank() ? entry.required() ? "MISSING" : "open" : answer);
        }
        out.append('\n');
    }

    private void path() {
        heading("Workload and path");
        WorkloadFigures figures = plan.workload();
        MarkdownTable facts = new MarkdownTable(out, "figure", "value", "from");
        facts.row("calls counted", figures.calls(), span(figures));
        facts.row("requests a month", or(figures.requestsPerMonth()), figures.volumeBasis());
        facts.row(
                "tokens of a call",
                or(figures.inputTokens()) + " in, " + or(figures.outputTokens()) + " out",
                figures.tokenBasis());
        facts.row(
                "latency",
                figures.latencyP50() == null
                        ? UNKNOWN
                        : "half up to " + plain(figures.latencyP50()) + " s, 95 % up to " + plain(figures.latencyP95())
                                + " s",
                "the inventory");
        facts.row(
                "models", figures.models().isEmpty() ? UNKNOWN : String.join(", ", figures.models()), "the inventory");
        out.append('\n');
        MarkdownTable reasons = new MarkdownTable(out, "path", "because");
        plan.reasons()
                .forEach(reason -> reasons.row(reason.known() ? reason.path() : reason.path() + "?", reason.reason()));
        out.append('\n');
    }

    private static String span(WorkloadFigures figures) {
        return figures.from() == null ? "times are not known" : figures.from() + " to " + figures.to();
    }

    private void comparison() {
        heading("Candidates");
        MarkdownTable table = new MarkdownTable(
                out, "", "offer", "tier", "a month", "latency", "can stay in", "certified", "support", "life");
        for (CandidateRow row : plan.comparison()) {
            table.row(
                    row.role().equals(CandidateRow.CANDIDATE) ? " " : row.role(),
                    row.offer(),
                    or(row.tier()),
                    row.costPerMonth() == null ? UNKNOWN : plain(row.costPerMonth()) + " " + row.currency(),
                    row.latencyP50() == null ? "not measured" : plain(row.latencyP50()) + " s",
                    row.residency().isEmpty() ? UNKNOWN : String.join(", ", row.residency()),
                    row.certifications().isEmpty() ? UNKNOWN : String.join(", ", row.certifications()),
                    or(row.support()),
                    row.lifecycle());
        }
        out.append('\n');
        MarkdownTable why = new MarkdownTable(out, "offer", "for it", "mind", "cost");
        plan.comparison()
                .forEach(row -> why.row(row.offer(), list(row.reasons()), list(row.warnings()), row.costBasis()));
        out.append('\n');
        plan.notes().forEach(note -> out.append(MarkdownTable.escaped(note)).append("\n\n"));
    }

    private void portability() {
        heading("Portability");
        PortabilityReport report = plan.portability();
        out.append(
                report == null
                        ? "Not checked. Give the recorded requests, and each thing in them that the target cannot honour is listed"
                                + " here.\n\n"
                        : report.requests() + " requests were held against the target, without a call.\n\n"
                                + report.toMarkdown("###") + "\n");
    }

    private void controls() {
        heading("Controls");
        String target = plan.target();
        if (target == null) {
            out.append("There is no target yet.\n\n");
            return;
        }
        out.append("What has to be set up again: role; policy; log that proves it. Read on ")
                .append(plan.controlsAsOf())
                .append(".\n\n");
        MarkdownTable table =
                new MarkdownTable(out, "control", "on " + cloud(plan.source()), "on " + cloud(target), "mind");
        for (ControlStep step : plan.controls()) {
            Control.Side to = step.to();
            table.row(step.title(), side(step.from()), side(to), to == null ? null : to.mind());
        }
        out.append('\n');
        MarkdownTable questions = new MarkdownTable(out, "control", "question", "answer");
        plan.controls()
                .forEach(step ->
                        questions.row(step.title(), step.question(), step.answer() == null ? "open" : step.answer()));
        out.append('\n');
        if (!plan.openControls().isEmpty()) {
            out.append("Not in the map:\n\n");
            plan.openControls()
                    .forEach(open ->
                            out.append("- ").append(MarkdownTable.escaped(open)).append('\n'));
            out.append('\n');
        }
    }

    private static String cloud(@Nullable String offer) {
        int slash = offer == null ? -1 : offer.indexOf('/');
        return offer == null || slash < 0 ? "the source" : offer.substring(0, slash);
    }

    private static String side(Control.@Nullable Side side) {
        if (side == null) {
            return UNKNOWN;
        }
        List<String> parts = new ArrayList<>();
        for (String part : new @Nullable String[] {side.role(), side.policy(), side.log()}) {
            parts.add(part == null ? "?" : part);
        }
        return String.join("; ", parts);
    }

    private void phases() {
        heading("Phases and gates");
        MarkdownTable table = new MarkdownTable(out, "phase", "what", "go on when", "go back at once on");
        for (PlannedPhase phase : plan.phases()) {
            table.row(phase.name(), phase.what(), list(phase.goOn()), list(phase.goBack()));
        }
        out.append('\n');
    }

    private static String list(List<String> parts) {
        return parts.stream().collect(Collectors.joining("; "));
    }

    private void risks() {
        heading("Risks");
        MarkdownTable table = new MarkdownTable(out, "risk", "seen here", "against it");
        plan.risks().forEach(risk -> table.row(risk.risk(), list(risk.seen()), list(risk.mitigation())));
        out.append('\n');
    }

    private void origin() {
        heading("Made from");
        MarkdownTable table = new MarkdownTable(out, "input", "state");
        table.row("catalog", plan.catalogVersion());
        table.row("day", plan.day());
        plan.inputs().forEach(input -> table.row(input.name(), "sha256 " + input.sha256()));
    }

    private void heading(String title) {
        out.append("## ").append(title).append("\n\n");
    }

    private static String or(@Nullable Object value) {
        return value == null ? UNKNOWN : value instanceof BigDecimal number ? plain(number) : value.toString();
    }

    private static String plain(@Nullable BigDecimal number) {
        return number == null ? UNKNOWN : number.toPlainString();
    }
}
