package dev.portolan.testkit.parity;

import dev.portolan.error.ErrorKind;
import dev.portolan.evidence.check.Check;
import dev.portolan.evidence.check.Score;
import dev.portolan.evidence.check.ScoreCard;
import dev.portolan.evidence.dataset.Example;
import dev.portolan.evidence.parity.CallOutcome;
import dev.portolan.evidence.parity.Gate;
import dev.portolan.evidence.parity.Objective;
import dev.portolan.evidence.parity.PairResult;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.parity.Role;
import dev.portolan.evidence.parity.RunFacts;
import dev.portolan.evidence.parity.SideFacts;
import dev.portolan.evidence.parity.Trial;
import dev.portolan.evidence.stats.Bootstrap;
import dev.portolan.evidence.stats.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether what is left could change the verdict: the rest is supposed to come out as well for the target as it could, then as badly,
 * hard breaks included, and both must lead where the answers so far lead. Calls that are left are supposed to be answered. A PASS is
 * thus rarely settled early, a FAIL often.
 */
final class EarlyStop {

    private static final int LEAST = 10;
    private static final int LOOKS = 20;
    private static final Bootstrap BOOTSTRAP = new Bootstrap(1_000, Bootstrap.SEED);

    private final RunSettings settings;
    private final Gate gate;
    private final boolean mayPass;

    EarlyStop(RunSettings settings) {
        this.settings = settings;
        this.gate = withoutMeasures(settings);
        this.mayPass = settings.gate().objectives().stream().allMatch(EarlyStop::ofMetric);
    }

    /** Looks only at some sizes, so that looking takes little. */
    boolean settled(List<ExampleResult> results) {
        int all = settings.dataset().examples().size();
        int done = results.size();
        if (!settings.stopEarly() || done == all || done % Math.max(LEAST, all / LOOKS) != 0) {
            return false;
        }
        for (int target = 0; target < settings.targets().size(); target++) {
            if (!settled(results, target)) {
                return false;
            }
        }
        return true;
    }

    private boolean settled(List<ExampleResult> results, int target) {
        List<PairResult> pairs = new ArrayList<>();
        Set<Integer> there = new HashSet<>();
        for (ExampleResult one : results) {
            there.add(one.index());
            pairs.add(new PairResult(
                    bare(one.example()), one.source(), one.targets().get(target), List.of()));
        }
        Verdict now = verdict(pairs);
        boolean candidate = now == Verdict.FAIL || (now == Verdict.PASS && mayPass);
        return candidate && verdict(with(pairs, there, true)) == now && verdict(with(pairs, there, false)) == now;
    }

    private List<PairResult> with(List<PairResult> pairs, Set<Integer> there, boolean favourable) {
        List<PairResult> whole = new ArrayList<>(pairs);
        List<Example> examples = settings.dataset().examples();
        Trial best = supposed(Score.of(1.0, "supposed"));
        Trial worst = supposed(Score.of(0.0, "supposed"));
        Trial broken = supposed(Score.hardBreak("supposed"));
        for (int i = 0; i < examples.size(); i++) {
            if (!there.contains(i)) {
                whole.add(new PairResult(
                        bare(examples.get(i)),
                        List.of(favourable ? worst : best),
                        List.of(favourable ? best : broken),
                        List.of()));
            }
        }
        return whole;
    }

    private Trial supposed(Score score) {
        ScoreCard scores = new ScoreCard(settings.checks().stream()
                .map(check -> new ScoreCard.Entry(check.name(), check.weight(), score))
                .toList());
        return new Trial(0, CallOutcome.BLOCKED, null, ErrorKind.CONTENT_FILTERED, "supposed", scores, Map.of(), false);
    }

    /** Without slices, which decide nothing. */
    private static Example bare(Example example) {
        return Example.builder(example.template())
                .id(example.id())
                .cluster(example.cluster())
                .build();
    }

    private Verdict verdict(List<PairResult> pairs) {
        SideFacts side = new SideFacts("side", "", "", Collections.emptySortedSet(), "", Map.of(), 0, 0, 0, 0);
        RunFacts facts = new RunFacts(
                "",
                "",
                pairs.size(),
                settings.repeats(),
                0,
                "",
                "",
                Instant.EPOCH,
                Instant.EPOCH,
                side,
                side,
                List.of(),
                "USD",
                null,
                false,
                List.of());
        return ParityReport.evaluate(facts, pairs, gate, List.of()).verdict();
    }

    private static Gate withoutMeasures(RunSettings settings) {
        Gate from = settings.gate();
        Gate.Builder gate = Gate.builder()
                .hardBreaksAllowed(from.hardBreaksAllowed())
                .maxFailed(from.maxFailed())
                .bootstrap(BOOTSTRAP);
        for (Check check : settings.checks()) {
            gate.margin(check.name(), from.margin(check.name()));
            if (from.role(check.name()) == Role.INFORMATION) {
                gate.informational(check.name());
            }
        }
        from.objectives().stream().filter(EarlyStop::ofMetric).forEach(gate::objective);
        return gate.build();
    }

    private static boolean ofMetric(Objective objective) {
        return objective.kind() == Objective.Kind.AT_LEAST;
    }
}
