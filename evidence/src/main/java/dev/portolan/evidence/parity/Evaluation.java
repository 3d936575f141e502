package dev.portolan.evidence.parity;

import dev.portolan.evidence.check.ScoreCard;
import dev.portolan.evidence.stats.Holm;
import dev.portolan.evidence.stats.NonInferiority;
import dev.portolan.evidence.stats.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** From pairs to a report. */
final class Evaluation {

    private final RunFacts facts;
    private final List<PairResult> pairs;
    private final Gate gate;
    private final MetricEvaluation metric;

    Evaluation(RunFacts facts, List<PairResult> pairs, Gate gate) {
        this.facts = facts;
        this.pairs = List.copyOf(pairs);
        this.gate = gate;
        this.metric = new MetricEvaluation(gate);
    }

    ParityReport report(List<ReviewDecision> decisions) {
        Set<String> names = names();
        List<MetricResult> metrics =
                corrected(names.stream().map(name -> metric.of(name, pairs)).toList());
        List<MeasureResult> measures = new MeasureEvaluation(gate.bootstrap()).of(pairs, facts.currency());
        List<ObjectiveResult> objectives = new ObjectiveEvaluation(gate.bootstrap(), pairs, measures).of(gate);
        return new ParityReport(
                facts,
                new ConclusionRules(facts, pairs, gate).conclude(metrics, objectives),
                metrics,
                measures,
                objectives,
                slices(names),
                noise(names),
                Reviewing.of(pairs, names, decisions),
                pairs);
    }

    /** In the order of the checks, as the first answers have them. */
    private Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        for (PairResult pair : pairs) {
            for (Side side : Side.values()) {
                for (Trial trial : pair.trials(side)) {
                    trial.scores().entries().stream()
                            .map(ScoreCard.Entry::check)
                            .forEach(names::add);
                }
            }
        }
        return names;
    }

    /** A FAIL of one guard among many must be more certain than a FAIL of the only one. */
    private List<MetricResult> corrected(List<MetricResult> metrics) {
        List<MetricResult> guards = metrics.stream()
                .filter(one -> one.role() == Role.GUARD && one.finding() != null)
                .toList();
        double[] adjusted =
                Holm.adjust(guards.stream().mapToDouble(MetricResult::adjustedP).toArray());
        Map<String, Double> byName = new LinkedHashMap<>();
        for (int i = 0; i < adjusted.length; i++) {
            byName.put(guards.get(i).metric(), adjusted[i]);
        }
        return metrics.stream()
                .map(one -> byName.containsKey(one.metric()) ? corrected(one, byName.get(one.metric())) : one)
                .toList();
    }

    private static MetricResult corrected(MetricResult one, double adjusted) {
        boolean uncertain = one.verdict() == Verdict.FAIL && adjusted >= NonInferiority.FALSE_FAIL;
        return new MetricResult(
                one.metric(),
                one.role(),
                one.scale(),
                one.source(),
                one.target(),
                one.examples(),
                one.clusters(),
                one.cells(),
                one.newHardBreaks(),
                one.missing(),
                one.margin(),
                one.finding(),
                adjusted,
                uncertain ? Verdict.INCONCLUSIVE : one.verdict(),
                uncertain ? one.reason() + ", but not certain enough among several metrics" : one.reason());
    }

    private List<SliceResult> slices(Set<String> names) {
        Map<String, List<PairResult>> byTag = new LinkedHashMap<>();
        for (PairResult pair : pairs) {
            for (String tag : pair.example().tags()) {
                byTag.computeIfAbsent(tag, none -> new ArrayList<>()).add(pair);
            }
        }
        List<SliceResult> slices = new ArrayList<>();
        byTag.forEach((tag, members) -> {
            for (String name : names) {
                MetricResult result = metric.of(name, members);
                if (result.examples() > 0) {
                    slices.add(new SliceResult(tag, result, result.examples() < gate.sliceMinimum()));
                }
            }
        });
        return slices;
    }

    private NoiseResult noise(Set<String> names) {
        List<PairResult> again = pairs.stream()
                .filter(pair -> !pair.control().isEmpty())
                .map(pair -> new PairResult(pair.example(), pair.source(), pair.control(), List.of()))
                .toList();
        List<MetricResult> metrics = again.isEmpty()
                ? List.of()
                : names.stream().map(name -> metric.of(name, again)).toList();
        return new NoiseResult(metrics, unstable(Side.SOURCE, names), unstable(Side.TARGET, names));
    }

    private Map<String, Double> unstable(Side side, Set<String> names) {
        Map<String, Double> shares = new LinkedHashMap<>();
        for (String name : names) {
            int repeated = 0;
            int different = 0;
            for (PairResult pair : pairs) {
                List<Double> values = new ArrayList<>();
                for (Trial trial : pair.trials(side)) {
                    var score = PairResult.scoreOf(trial, name);
                    Double value = score == null ? null : score.value();
                    if (value != null) {
                        values.add(value);
                    }
                }
                repeated += values.size() > 1 ? 1 : 0;
                different += values.stream().distinct().count() > 1 ? 1 : 0;
            }
            if (repeated > 0) {
                shares.put(name, (double) different / repeated);
            }
        }
        return shares;
    }
}
