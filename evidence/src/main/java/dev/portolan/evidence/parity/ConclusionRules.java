package dev.portolan.evidence.parity;

import dev.portolan.evidence.stats.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** What follows from all figures together. */
final class ConclusionRules {

    private final RunFacts facts;
    private final List<PairResult> pairs;
    private final Gate gate;

    ConclusionRules(RunFacts facts, List<PairResult> pairs, Gate gate) {
        this.facts = facts;
        this.pairs = pairs;
        this.gate = gate;
    }

    ParityReport.Conclusion conclude(List<MetricResult> metrics, List<ObjectiveResult> objectives) {
        List<MetricResult> guards =
                metrics.stream().filter(one -> one.role() == Role.GUARD).toList();
        List<String> invalid = invalid(guards, objectives);
        if (!invalid.isEmpty()) {
            return conclusion(
                    Verdict.INVALID, invalid, "Remove the cause and run again; what was answered is not asked again.");
        }
        List<String> failed = new ArrayList<>(hardBreaks());
        failed.addAll(reasons(Verdict.FAIL, guards, objectives));
        if (!failed.isEmpty()) {
            return conclusion(
                    Verdict.FAIL,
                    failed,
                    "The examples to look at are those on which the target regressed: adapt its prompt, or choose another target.");
        }
        List<String> open = reasons(Verdict.INCONCLUSIVE, guards, objectives);
        return open.isEmpty()
                ? new ParityReport.Conclusion(
                        Verdict.PASS,
                        List.of(String.format(
                                Locale.ROOT,
                                "All %d guards and %d objectives are shown to hold on %d examples",
                                guards.size(),
                                objectives.size(),
                                pairs.size())),
                        "",
                        OptionalInt.empty())
                : inconclusive(guards, open);
    }

    private List<String> invalid(List<MetricResult> guards, List<ObjectiveResult> objectives) {
        List<String> reasons = new ArrayList<>();
        if (pairs.isEmpty()) {
            reasons.add("No example was compared");
        } else if (guards.isEmpty() && objectives.isEmpty()) {
            reasons.add("Nothing guards: every check is informational, or there is none");
        }
        for (Side side : Side.values()) {
            long calls =
                    pairs.stream().mapToLong(pair -> pair.trials(side).size()).sum();
            long failed = pairs.stream()
                    .flatMap(pair -> pair.trials(side).stream())
                    .filter(trial -> trial.outcome() == CallOutcome.FAILED)
                    .count();
            if (failed > gate.maxFailed() * calls) {
                reasons.add(String.format(
                        Locale.ROOT,
                        "%d of %d calls of %s failed on the way; %.1f %% are allowed",
                        failed,
                        calls,
                        side == Side.SOURCE
                                ? facts.source().name()
                                : facts.target().name(),
                        100 * gate.maxFailed()));
            }
        }
        reasons.addAll(reasons(Verdict.INVALID, guards, List.of()));
        return reasons;
    }

    private List<String> hardBreaks() {
        List<String> ids = pairs.stream()
                .filter(pair -> pair.hardBreak(Side.TARGET) && !pair.hardBreak(Side.SOURCE))
                .map(pair -> pair.example().id())
                .toList();
        return ids.size() <= gate.hardBreaksAllowed()
                ? List.of()
                : List.of(String.format(
                        Locale.ROOT,
                        "The target has hard breaks on %d examples where the source has none; %d are allowed",
                        ids.size(),
                        gate.hardBreaksAllowed()));
    }

    private static List<String> reasons(Verdict verdict, List<MetricResult> guards, List<ObjectiveResult> objectives) {
        List<String> reasons = new ArrayList<>();
        guards.stream().filter(one -> one.verdict() == verdict).forEach(one -> reasons.add(one.reason()));
        objectives.stream().filter(one -> one.verdict() == verdict).forEach(one -> reasons.add(one.reason()));
        return reasons;
    }

    /** The guard that needs most decides how many are needed; if none can tell for one of them, none can for all. */
    private static ParityReport.Conclusion inconclusive(List<MetricResult> guards, List<String> reasons) {
        int most = 0;
        boolean known = true;
        for (MetricResult guard : guards) {
            if (guard.verdict() == Verdict.INCONCLUSIVE) {
                OptionalInt more = guard.finding() == null
                        ? OptionalInt.empty()
                        : guard.finding().moreExamples();
                known &= more.isPresent();
                most = Math.max(most, more.orElse(0));
            }
        }
        OptionalInt more = known && most > 0 ? OptionalInt.of(most) : OptionalInt.empty();
        return new ParityReport.Conclusion(
                Verdict.INCONCLUSIVE,
                reasons,
                more.isPresent()
                        ? "About " + more.getAsInt() + " more examples would settle it, if they came out as these did."
                        : "More examples, more repeats or a wider margin would be needed.",
                more);
    }

    private static ParityReport.Conclusion conclusion(Verdict verdict, List<String> reasons, String change) {
        return new ParityReport.Conclusion(verdict, reasons, change, OptionalInt.empty());
    }
}
