package dev.portolan.routing.plan;

import dev.portolan.routing.catalog.Offer;
import dev.portolan.routing.portability.PortabilityArea;
import dev.portolan.routing.portability.PortabilityFinding;
import dev.portolan.routing.portability.PortabilityReport;
import dev.portolan.routing.portability.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What follows from the facts of a workload: its path, the steps, the risks, and what people must say. */
final class PlanRules {

    private static final Set<String> STATE = Set.of("stored-conversation", "background-answer", "hosted-tool-ran");

    private final WorkloadFigures figures;
    private final @Nullable Offer target;
    private final @Nullable PortabilityReport report;
    private final GateLimits limits;

    PlanRules(WorkloadFigures figures, @Nullable Offer target, @Nullable PortabilityReport report, GateLimits limits) {
        this.figures = figures;
        this.target = target;
        this.report = report;
        this.limits = limits;
    }

    static MigrationPath path(List<PathReason> reasons) {
        MigrationPath path = MigrationPath.QUICK;
        for (PathReason reason : reasons) {
            if (reason.known() && reason.path().compareTo(path) > 0) {
                path = reason.path();
            }
        }
        return path;
    }

    /** State that lies at the vendor is seen in requests only. */
    List<PathReason> reasonsOfRequests() {
        if (report == null) {
            return List.of();
        }
        return report.findings().stream()
                .filter(finding -> STATE.contains(finding.code()))
                .map(finding -> new PathReason(
                        MigrationPath.REBUILD, true, finding.message() + " (" + finding.requests() + " requests)"))
                .distinct()
                .toList();
    }

    static String strategy(MigrationPath path) {
        return switch (path) {
            case QUICK, CAREFUL ->
                "Phased: step by step, with a way back at each. All at once is for what is simple and not critical";
            case REBUILD ->
                "In parallel: the new one runs beside the old one until both agree, since what holds the state is built anew";
        };
    }

    List<PlannedPhase> phases(MigrationPath path) {
        List<PlannedPhase> phases = new ArrayList<>();
        phases.add(new PlannedPhase(
                "freeze",
                0,
                "Write down what runs: inventory, data set, prompts. Change nothing else until the move is over",
                List.of("the inventory has no topic without an answer", "the data set covers every slice"),
                List.of()));
        if (path == MigrationPath.REBUILD) {
            phases.add(new PlannedPhase(
                    "rebuild",
                    0,
                    "Bring memory, approvals and long-running state into the application; agents are built anew, not moved",
                    List.of("it runs on the source as before", "no state is left at the vendor"),
                    List.of()));
        }
        phases.add(new PlannedPhase(
                "parity",
                0,
                "Ask both models the same examples (portolan parity run), adapt prompts, have people look at samples",
                goOnFromParity(),
                List.of()));
        phases.add(new PlannedPhase(
                "shadow",
                0,
                "The target answers copies of live traffic; nobody sees its answers, tools are not run twice",
                List.of(
                        "at least " + limits.requestsPerStep() + " requests",
                        "no limit of the gates is passed",
                        "controls are in place, the quota is granted"),
                List.of()));
        for (int percent : new int[] {5, 25, 100}) {
            phases.add(new PlannedPhase(
                    percent + " %",
                    percent,
                    percent == 100
                            ? "All traffic; the source stays ready"
                            : "A fixed share of users, always the same ones",
                    List.of(
                            percent == 100
                                    ? limits.stableDays() + " days without a way back"
                                    : "at least " + limits.requestsPerStep() + " requests of the target",
                            "no limit of the gates is passed"),
                    limits.sentences()));
        }
        return phases;
    }

    private List<String> goOnFromParity() {
        List<String> goOn = new ArrayList<>();
        goOn.add("the verdict is PASS; INCONCLUSIVE means more examples");
        if (report == null || report.blocks()) {
            goOn.add(
                    report == null
                            ? "a portability check of recorded requests has been made"
                            : "the " + report.count(Severity.BLOCKS) + " findings that block are settled");
        }
        goOn.add("people have read a sample, the regressed examples first");
        return goOn;
    }

    List<PlannedRisk> risks(@Nullable PlannedCost cost) {
        List<PlannedRisk> risks = new ArrayList<>();
        risks.add(new PlannedRisk(
                "quality drops", List.of(), List.of("parity run", "phases with a way back", "people read samples")));
        risks.add(new PlannedRisk(
                "requests that the target does not take",
                seen(Severity.BLOCKS, null),
                List.of("settle each before the parity run", "one interface for all providers")));
        risks.add(new PlannedRisk(
                "slower",
                seen(null, PortabilityArea.TIMEOUTS),
                List.of("latency in the parity run", "timeouts", "a second model to fall back to")));
        List<String> dear = new ArrayList<>(seen(Severity.CHANGES, PortabilityArea.PRICE));
        if (cost != null
                && cost.savingPerMonth() != null
                && cost.savingPerMonth().signum() < 0) {
            dear.add("by list prices a month costs more than today");
        }
        if (cost != null && !cost.unknown().isEmpty()) {
            dear.add("not all of the cost is known");
        }
        risks.add(new PlannedRisk(
                "costs more than planned",
                dear,
                List.of("a budget with a hard limit", "alerts", "real bill of the shadow phase")));
        risks.add(new PlannedRisk(
                "the target ends or changes",
                seen(Severity.CHANGES, PortabilityArea.LIFECYCLE),
                List.of(
                        "a version that is pinned",
                        "the catalog's warnings of ends",
                        "the next candidate kept ready")));
        List<String> rules = new ArrayList<>(seen(Severity.BLOCKS, PortabilityArea.RESIDENCY));
        if (target != null && target.certifications().isEmpty()) {
            rules.add("what the target is certified for is not known");
        }
        risks.add(new PlannedRisk(
                "rules are broken",
                rules,
                List.of("an audit before cutover", "contracts on data", "the questions of the controls, answered")));
        risks.add(new PlannedRisk(
                "users are disturbed", List.of(), List.of("tell them", "hear them", "a fixed share first")));
        risks.add(new PlannedRisk("knowledge is lost", List.of(), List.of("write down quirks", "runbooks")));
        risks.add(new PlannedRisk(
                "locked in anew",
                seen(Severity.CHANGES, PortabilityArea.SETTINGS).stream()
                        .filter(text -> text.startsWith("vendorOptions"))
                        .toList(),
                List.of("no options of one vendor alone", "a second candidate in the parity run")));
        if (figures.errors() * 20 > figures.calls()) {
            risks.add(new PlannedRisk(
                    "today's failures are taken for the target's",
                    List.of(figures.errors() + " of " + figures.calls() + " calls failed at the source"),
                    List.of("judge against the source of the same hours")));
        }
        return risks;
    }

    private List<String> seen(@Nullable Severity severity, @Nullable PortabilityArea area) {
        if (report == null) {
            return List.of();
        }
        return report.findings().stream()
                .filter(finding ->
                        severity == null ? finding.severity() != Severity.INFORMS : finding.severity() == severity)
                .filter(finding -> area == null || finding.area() == area)
                .map(PlanRules::named)
                .distinct()
                .limit(5)
                .toList();
    }

    private static String named(PortabilityFinding finding) {
        return finding.field() == null ? finding.code() : finding.field() + " (" + finding.code() + ")";
    }

    static List<OpenEntry> openEntries(List<String> topics) {
        List<OpenEntry> entries = new ArrayList<>();
        entries.add(new OpenEntry("owner", "who owns the move and may stop it, by name", true, null));
        entries.add(
                new OpenEntry("successMetric", "what figure counts as success, and from which value on", true, null));
        entries.add(new OpenEntry(
                "rollbackTrigger", "what sends traffic back, who does it, and within which time", true, null));
        entries.add(
                new OpenEntry("businessOwner", "who answers for the business process and has been told", true, null));
        entries.add(new OpenEntry("permissions", "whether the target's permissions match today's", false, null));
        entries.add(new OpenEntry("logs", "whether the logs explain an answer afterwards", false, null));
        topics.forEach(topic ->
                entries.add(new OpenEntry("inventory: " + topic, "the answer of those who know", false, null)));
        return entries;
    }
}
