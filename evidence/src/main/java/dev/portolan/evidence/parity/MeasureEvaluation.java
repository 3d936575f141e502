package dev.portolan.evidence.parity;

import dev.portolan.evidence.stats.Bootstrap;
import dev.portolan.evidence.stats.Clusters;
import dev.portolan.evidence.stats.Interval;
import dev.portolan.evidence.stats.Quantile;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Compares what answers took. */
final class MeasureEvaluation {

    static final double CONFIDENCE = 0.90;
    private static final double[] QUANTILES = {0.5, 0.95, 0.99};

    private final Bootstrap bootstrap;

    MeasureEvaluation(Bootstrap bootstrap) {
        this.bootstrap = bootstrap;
    }

    List<MeasureResult> of(List<PairResult> pairs, String currency) {
        Set<String> names = new LinkedHashSet<>();
        for (PairResult pair : pairs) {
            for (Side side : Side.values()) {
                pair.trials(side).forEach(trial -> names.addAll(trial.figures().keySet()));
            }
        }
        return names.stream().map(name -> of(name, unit(name, currency), pairs)).toList();
    }

    private static String unit(String measure, String currency) {
        if (measure.endsWith("latency")) {
            return "s";
        }
        return measure.equals("cost") ? currency : "tokens";
    }

    private MeasureResult of(String name, String unit, List<PairResult> pairs) {
        List<PairResult> both = pairs.stream()
                .filter(pair -> mean(pair.source(), name) != null && mean(pair.target(), name) != null)
                .toList();
        double[] before = means(both, pair -> known(pair.source(), name));
        double[] after = means(both, pair -> known(pair.target(), name));
        boolean comparable = !both.isEmpty() && Arrays.stream(before).sum() > 0;
        return new MeasureResult(
                name,
                unit,
                figures(name, Side.SOURCE, pairs),
                figures(name, Side.TARGET, pairs),
                comparable ? Arrays.stream(after).sum() / Arrays.stream(before).sum() : null,
                comparable ? ratio(before, after, MetricEvaluation.clusters(both)) : null,
                comparable && median(before) > 0 ? median(after) / median(before) : null);
    }

    private Interval ratio(double[] before, double[] after, Clusters clusters) {
        return bootstrap
                .draw(clusters, drawn -> {
                    double source = 0;
                    double target = 0;
                    for (int example : drawn) {
                        source += before[example];
                        target += after[example];
                    }
                    return source > 0 ? target / source : Double.NaN;
                })
                .interval(CONFIDENCE);
    }

    private MeasureResult.@Nullable Figures figures(String name, Side side, List<PairResult> pairs) {
        List<Double> samples = new ArrayList<>();
        int unknown = 0;
        for (PairResult pair : pairs) {
            for (Trial trial : pair.trials(side)) {
                BigDecimal figure = trial.figures().get(name);
                if (figure != null) {
                    samples.add(figure.doubleValue());
                } else if (trial.outcome() == CallOutcome.ANSWERED) {
                    unknown++;
                }
            }
        }
        if (samples.isEmpty()) {
            return null;
        }
        double[] values = samples.stream().mapToDouble(Double::doubleValue).toArray();
        List<PairResult> with = pairs.stream()
                .filter(pair -> mean(pair.trials(side), name) != null)
                .toList();
        double[] examples = means(with, pair -> known(pair.trials(side), name));
        return new MeasureResult.Figures(
                values.length,
                unknown,
                Arrays.stream(values).average().orElseThrow(),
                bootstrap.mean(MetricEvaluation.clusters(with), examples).interval(CONFIDENCE),
                Arrays.stream(QUANTILES)
                        .mapToObj(p -> Quantile.of(values, p, CONFIDENCE))
                        .toList());
    }

    private static double[] means(List<PairResult> pairs, ToDoubleFunction<PairResult> figure) {
        return pairs.stream().mapToDouble(figure).toArray();
    }

    private static double known(List<Trial> trials, String name) {
        return java.util.Objects.requireNonNull(mean(trials, name));
    }

    static @Nullable Double mean(List<Trial> trials, String name) {
        double sum = 0;
        int known = 0;
        for (Trial trial : trials) {
            BigDecimal figure = trial.figures().get(name);
            if (figure != null) {
                sum += figure.doubleValue();
                known++;
            }
        }
        return known == 0 ? null : sum / known;
    }

    private static double median(double[] values) {
        return Quantile.of(values, 0.5, CONFIDENCE).value();
    }
}
