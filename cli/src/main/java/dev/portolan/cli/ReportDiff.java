package dev.portolan.cli;

import dev.portolan.evidence.parity.MetricResult;
import dev.portolan.evidence.parity.PairResult;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.parity.Role;
import dev.portolan.evidence.parity.RunFacts;
import dev.portolan.evidence.stats.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** What changed from one report to the next. */
final class ReportDiff {

    private final ParityReport before;
    private final ParityReport after;

    ReportDiff(ParityReport before, ParityReport after) {
        this.before = before;
        this.after = after;
    }

    /** Whether the verdict, or that of a guard, is worse than it was. */
    boolean worse() {
        if (rank(after.verdict()) > rank(before.verdict())) {
            return true;
        }
        Map<String, MetricResult> old = metrics(before);
        return after.metrics().stream()
                .filter(metric -> metric.role() == Role.GUARD && old.containsKey(metric.metric()))
                .anyMatch(metric -> rank(metric.verdict())
                        > rank(Objects.requireNonNull(old.get(metric.metric())).verdict()));
    }

    private static int rank(Verdict verdict) {
        return switch (verdict) {
            case PASS -> 0;
            case INCONCLUSIVE -> 1;
            case INVALID -> 2;
            case FAIL -> 3;
        };
    }

    /** One line for each change, the weightiest first; none when nothing changed. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        changed(lines, "verdict", before.verdict(), after.verdict());
        facts(lines);
        metrics(lines);
        examples(lines);
        return lines;
    }

    private void facts(List<String> lines) {
        RunFacts old = before.facts();
        RunFacts now = after.facts();
        changed(lines, "dataset", old.dataset(), now.dataset());
        if (!old.datasetHash().equals(now.datasetHash())) {
            lines.add("dataset: its content changed, " + old.examples() + " -> " + now.examples()
                    + " examples; what follows may come from that");
        }
        changed(lines, "source", answered(old.source()), answered(now.source()));
        changed(lines, "target", answered(old.target()), answered(now.target()));
        changed(
                lines,
                "prompts of the target",
                old.target().promptHash(),
                now.target().promptHash());
        changed(
                lines,
                "settings of the target",
                old.target().parameters(),
                now.target().parameters());
        changed(lines, "repeats", old.repeats(), now.repeats());
        changed(lines, "mode", old.mode(), now.mode());
    }

    private static String answered(dev.portolan.evidence.parity.SideFacts side) {
        return side.provider() + "/" + (side.answered().isEmpty() ? side.model() : String.join(", ", side.answered()));
    }

    private static void changed(List<String> lines, String what, Object before, Object after) {
        if (!before.equals(after)) {
            lines.add(what + ": " + before + " -> " + after);
        }
    }

    private void metrics(List<String> lines) {
        Map<String, MetricResult> old = metrics(before);
        Map<String, MetricResult> now = metrics(after);
        Set<String> names = new LinkedHashSet<>(old.keySet());
        names.addAll(now.keySet());
        for (String name : names) {
            MetricResult one = old.get(name);
            MetricResult other = now.get(name);
            if (one == null || other == null) {
                lines.add(name + ": " + (one == null ? "new" : "no longer there"));
            } else if (one.verdict() != other.verdict()
                    || one.source() != other.source()
                    || one.target() != other.target()) {
                lines.add(String.format(
                        Locale.ROOT,
                        "%s: %s -> %s; source %.3f -> %.3f, target %.3f -> %.3f",
                        name,
                        one.verdict(),
                        other.verdict(),
                        one.source(),
                        other.source(),
                        one.target(),
                        other.target()));
            }
        }
    }

    private void examples(List<String> lines) {
        Set<String> old = regressed(before);
        Set<String> now = regressed(after);
        listed(lines, "newly regressed", without(now, old));
        listed(lines, "no longer regressed", without(old, now));
        listed(lines, "examples that are new", without(ids(after), ids(before)));
        listed(lines, "examples that are gone", without(ids(before), ids(after)));
    }

    private static void listed(List<String> lines, String what, Set<String> ids) {
        if (!ids.isEmpty()) {
            lines.add(what + " (" + ids.size() + "): " + String.join(", ", ids));
        }
    }

    private static Set<String> without(Set<String> ids, Set<String> others) {
        Set<String> left = new TreeSet<>(ids);
        left.removeAll(others);
        return left;
    }

    private static Set<String> ids(ParityReport report) {
        Set<String> ids = new TreeSet<>();
        report.pairs().stream().map(PairResult::example).forEach(example -> ids.add(example.id()));
        return ids;
    }

    /** Only of examples that both runs have. */
    private Set<String> regressed(ParityReport report) {
        Set<String> both = ids(before);
        both.retainAll(ids(after));
        Set<String> ids = new TreeSet<>();
        report.regressed().stream().map(PairResult::example).forEach(example -> ids.add(example.id()));
        ids.retainAll(both);
        return ids;
    }

    private static Map<String, MetricResult> metrics(ParityReport report) {
        Map<String, MetricResult> byName = new LinkedHashMap<>();
        report.metrics().forEach(metric -> byName.put(metric.metric(), metric));
        return byName;
    }
}
