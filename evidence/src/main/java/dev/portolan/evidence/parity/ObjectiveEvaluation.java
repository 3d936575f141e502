package dev.portolan.evidence.parity;

import dev.portolan.evidence.stats.Bootstrap;
import dev.portolan.evidence.stats.Interval;
import dev.portolan.evidence.stats.Quantile;
import dev.portolan.evidence.stats.Verdict;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Holds the target against limits. */
final class ObjectiveEvaluation {

    private final Bootstrap bootstrap;
    private final List<PairResult> pairs;
    private final List<MeasureResult> measures;

    ObjectiveEvaluation(Bootstrap bootstrap, List<PairResult> pairs, List<MeasureResult> measures) {
        this.bootstrap = bootstrap;
        this.pairs = pairs;
        this.measures = measures;
    }

    List<ObjectiveResult> of(Gate gate) {
        return gate.objectives().stream().map(this::of).toList();
    }

    private ObjectiveResult of(Objective objective) {
        return switch (objective.kind()) {
            case QUANTILE -> quantile(objective);
            case MEAN -> mean(objective);
            case AT_LEAST -> metric(objective);
            case SAVINGS -> savings(objective);
        };
    }

    private ObjectiveResult quantile(Objective objective) {
        List<Double> samples = new ArrayList<>();
        for (PairResult pair : pairs) {
            for (Trial trial : pair.target()) {
                BigDecimal figure = trial.figures().get(objective.subject());
                if (figure != null) {
                    samples.add(figure.doubleValue());
                }
            }
        }
        if (samples.isEmpty()) {
            return unknown(objective);
        }
        Quantile found = Quantile.of(
                samples.stream().mapToDouble(Double::doubleValue).toArray(),
                objective.quantile(),
                MeasureEvaluation.CONFIDENCE);
        return judged(
                objective,
                found.value(),
                new Interval(
                        found.lower().orElse(Double.NEGATIVE_INFINITY),
                        found.upper().orElse(Double.POSITIVE_INFINITY)));
    }

    private ObjectiveResult mean(Objective objective) {
        MeasureResult.Figures figures = measures.stream()
                .filter(one -> one.measure().equals(objective.subject()))
                .findFirst()
                .map(one -> one.figures(Side.TARGET))
                .orElse(null);
        return figures == null ? unknown(objective) : judged(objective, figures.mean(), figures.meanInterval());
    }

    private ObjectiveResult metric(Objective objective) {
        List<PairResult> scored = pairs.stream()
                .filter(pair -> pair.score(Side.TARGET, objective.subject()) != null)
                .toList();
        if (scored.isEmpty()) {
            return unknown(objective);
        }
        double[] scores = scored.stream()
                .mapToDouble(pair -> Objects.requireNonNull(pair.score(Side.TARGET, objective.subject())))
                .toArray();
        double mean = java.util.Arrays.stream(scores).average().orElseThrow();
        Interval interval = RateOrMean.interval(scores, MetricEvaluation.clusters(scored), bootstrap);
        return judged(objective, mean, interval);
    }

    private ObjectiveResult savings(Objective objective) {
        MeasureResult cost = measures.stream()
                .filter(one -> one.measure().equals(objective.subject()))
                .findFirst()
                .orElse(null);
        Double ratio = cost == null ? null : cost.ratio();
        Interval interval = cost == null ? null : cost.ratioInterval();
        return ratio == null || interval == null
                ? unknown(objective)
                : judged(objective, 1 - ratio, new Interval(1 - interval.upper(), 1 - interval.lower()));
    }

    private static ObjectiveResult unknown(Objective objective) {
        return new ObjectiveResult(
                objective, null, null, Verdict.INCONCLUSIVE, words(objective) + ": no figure of the target is known");
    }

    private static ObjectiveResult judged(Objective objective, double found, @Nullable Interval interval) {
        Interval within = Objects.requireNonNull(interval);
        Verdict verdict;
        if (within.lower() >= objective.lower() && within.upper() <= objective.upper()) {
            verdict = Verdict.PASS;
        } else if (within.upper() < objective.lower() || within.lower() > objective.upper()) {
            verdict = Verdict.FAIL;
        } else {
            verdict = Verdict.INCONCLUSIVE;
        }
        String kept = switch (verdict) {
            case PASS -> "kept";
            case FAIL -> "broken";
            default -> "not settled";
        };
        return new ObjectiveResult(
                objective,
                found,
                within,
                verdict,
                words(objective) + ": " + kept + " at " + Digits.of(found) + ", 90 % interval from "
                        + Digits.of(within.lower()) + " to " + Digits.of(within.upper()));
    }

    static String words(Objective objective) {
        String lower = Digits.of(objective.lower());
        String upper = Digits.of(objective.upper());
        return switch (objective.kind()) {
            case QUANTILE ->
                "p" + Digits.of(100 * objective.quantile()) + " of " + objective.subject() + " at most " + upper;
            case MEAN -> "mean " + objective.subject() + " at most " + upper;
            case AT_LEAST -> objective.subject() + " at least " + lower;
            case SAVINGS -> "savings from " + lower + " to " + upper + " of the cost";
        };
    }
}
