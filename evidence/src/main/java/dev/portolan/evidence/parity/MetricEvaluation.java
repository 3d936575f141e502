package dev.portolan.evidence.parity;

import dev.portolan.evidence.check.Score;
import dev.portolan.evidence.stats.Clusters;
import dev.portolan.evidence.stats.NonInferiority;
import dev.portolan.evidence.stats.PairedOutcomes;
import dev.portolan.evidence.stats.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Compares the sides on one metric. The unit is the example: the mean over its repeats. */
final class MetricEvaluation {

    private static final double PASSED = 0.5;

    private final Gate gate;

    MetricEvaluation(Gate gate) {
        this.gate = gate;
    }

    MetricResult of(String name, List<PairResult> pairs) {
        List<PairResult> compared = pairs.stream()
                .filter(pair -> pair.score(Side.SOURCE, name) != null && pair.score(Side.TARGET, name) != null)
                .toList();
        double margin = gate.margin(name);
        Role role = gate.role(name);
        double missing = Math.max(missing(Side.SOURCE, name, pairs), missing(Side.TARGET, name, pairs));
        int breaks = newHardBreaks(name, pairs);
        Scale scale = scale(name, compared);
        boolean lost = missing > gate.maxFailed();
        if (compared.isEmpty()) {
            return new MetricResult(
                    name,
                    role,
                    scale,
                    Double.NaN,
                    Double.NaN,
                    0,
                    0,
                    null,
                    breaks,
                    missing,
                    margin,
                    null,
                    Double.NaN,
                    lost ? Verdict.INVALID : Verdict.INCONCLUSIVE,
                    lost ? tooManyMissing(name, missing) : name + ": no example has a score on both sides");
        }
        double[] source = scores(Side.SOURCE, name, compared);
        double[] target = scores(Side.TARGET, name, compared);
        Clusters clusters = clusters(compared);
        NonInferiority finding = finding(scale, source, target, clusters, margin, single(name, compared));
        double before = mean(source);
        double after = mean(target);
        return new MetricResult(
                name,
                role,
                scale,
                before,
                after,
                compared.size(),
                clusters.size(),
                PairedOutcomes.of(passed(source), passed(target)),
                breaks,
                missing,
                margin,
                finding,
                finding.regressionP(),
                lost ? Verdict.INVALID : finding.verdict(),
                lost ? tooManyMissing(name, missing) : reason(name, scale, before, after, finding, margin));
    }

    private String tooManyMissing(String name, double missing) {
        return String.format(
                Locale.ROOT,
                "%s: %.1f %% of its scores are missing, %.1f %% are allowed",
                name,
                100 * missing,
                100 * gate.maxFailed());
    }

    private NonInferiority finding(
            Scale scale, double[] source, double[] target, Clusters clusters, double margin, boolean single) {
        if (scale == Scale.SCORE) {
            return NonInferiority.ofScores(source, target, clusters, margin, gate.bootstrap());
        }
        return single && clusters.size() == source.length
                ? NonInferiority.ofPassRates(PairedOutcomes.of(passed(source), passed(target)), margin)
                : NonInferiority.ofPassRates(source, target, clusters, margin, gate.bootstrap());
    }

    private static String reason(
            String name, Scale scale, double before, double after, NonInferiority finding, double margin) {
        String limit = Digits.of(100 * margin) + (scale == Scale.PASS_RATE ? " points" : " %");
        String compared = String.format(Locale.ROOT, "%s: %.3f -> %.3f", name, before, after);
        return switch (finding.verdict()) {
            case PASS -> compared + ", shown to be within " + limit;
            case FAIL -> compared + ", worse by more than " + limit + " (p = " + Digits.of(finding.regressionP()) + ")";
            default -> compared + ", not shown to be within " + limit + " from " + finding.examples() + " examples";
        };
    }

    private static double missing(Side side, String name, List<PairResult> pairs) {
        int apply = 0;
        int missing = 0;
        for (PairResult pair : pairs) {
            for (Trial trial : pair.trials(side)) {
                Score score = PairResult.scoreOf(trial, name);
                if (score != null && score.kind() != Score.Kind.NOT_APPLICABLE) {
                    apply++;
                    missing += score.scored() ? 0 : 1;
                }
            }
        }
        return apply == 0 ? 0 : (double) missing / apply;
    }

    private static int newHardBreaks(String name, List<PairResult> pairs) {
        return (int) pairs.stream()
                .filter(pair -> pair.hardBreak(Side.TARGET, name) && !pair.hardBreak(Side.SOURCE, name))
                .count();
    }

    private static Scale scale(String name, List<PairResult> pairs) {
        for (PairResult pair : pairs) {
            for (Side side : Side.values()) {
                for (Trial trial : pair.trials(side)) {
                    Score score = PairResult.scoreOf(trial, name);
                    Double value = score == null ? null : score.value();
                    if (value != null && value != 0 && value != 1) {
                        return Scale.SCORE;
                    }
                }
            }
        }
        return Scale.PASS_RATE;
    }

    /** Whether each side has one score for each example, so that counts of pairs say all there is. */
    private static boolean single(String name, List<PairResult> pairs) {
        return pairs.stream().allMatch(pair -> scored(pair.source(), name) == 1 && scored(pair.target(), name) == 1);
    }

    private static long scored(List<Trial> trials, String name) {
        return trials.stream()
                .map(trial -> PairResult.scoreOf(trial, name))
                .filter(score -> score != null && score.scored())
                .count();
    }

    private static double[] scores(Side side, String name, List<PairResult> pairs) {
        return pairs.stream()
                .mapToDouble(pair -> java.util.Objects.requireNonNull(pair.score(side, name)))
                .toArray();
    }

    static Clusters clusters(List<PairResult> pairs) {
        List<String> ids = new ArrayList<>(pairs.size());
        for (PairResult pair : pairs) {
            String cluster = pair.example().cluster();
            ids.add(cluster == null ? "example " + pair.example().id() : "cluster " + cluster);
        }
        return Clusters.of(ids);
    }

    private static boolean[] passed(double[] scores) {
        boolean[] passed = new boolean[scores.length];
        for (int i = 0; i < scores.length; i++) {
            passed[i] = scores[i] >= PASSED;
        }
        return passed;
    }

    private static double mean(double[] values) {
        return java.util.Arrays.stream(values).average().orElse(Double.NaN);
    }
}
