package dev.portolan.routing.complexity.training;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The mean score over the share of strong calls, when the requests with the highest prediction go to the strong model first.
 * Requests of equal prediction are taken in no order: the curve is straight there.
 */
final class GainCurve {

    private final double[] shares;
    private final double[] scores;

    private GainCurve(double[] shares, double[] scores) {
        this.shares = shares;
        this.scores = scores;
    }

    /** One request: what was predicted, and what the two models scored. */
    record Point(double predicted, double weak, double strong) {}

    static GainCurve of(List<Point> points) {
        Point[] sorted = points.toArray(Point[]::new);
        Arrays.sort(sorted, Comparator.comparingDouble((Point p) -> -p.predicted()));
        int n = sorted.length;
        double score = 0;
        for (Point point : points) {
            score += point.weak();
        }
        score /= n;
        double[] shares = new double[n + 1];
        double[] scores = new double[n + 1];
        scores[0] = score;
        int used = 1;
        for (int i = 0; i < n; ) {
            int j = i;
            for (; j < n && sorted[j].predicted() == sorted[i].predicted(); j++) {
                score += (sorted[j].strong() - sorted[j].weak()) / n;
            }
            shares[used] = j / (double) n;
            scores[used++] = score;
            i = j;
        }
        return new GainCurve(Arrays.copyOf(shares, used), Arrays.copyOf(scores, used));
    }

    static GainCurve of(List<Outcome> outcomes, ToDoubleFunction<Outcome> prediction) {
        return of(outcomes.stream()
                .map(o -> new Point(prediction.applyAsDouble(o), o.weak(), o.strong()))
                .toList());
    }

    double weak() {
        return scores[0];
    }

    double strong() {
        return scores[scores.length - 1];
    }

    /** Mean share of the gap that is recovered, over all shares of strong calls; chance has 0.5. */
    double apgr() {
        double area = 0;
        for (int i = 1; i < shares.length; i++) {
            area += (shares[i] - shares[i - 1]) * (scores[i] + scores[i - 1]) / 2;
        }
        return (area - weak()) / (strong() - weak());
    }

    /** The least share of strong calls at which the mean score reaches a target. */
    double shareFor(double target) {
        if (scores[0] >= target - 1e-12) {
            return 0;
        }
        for (int i = 1; i < shares.length; i++) {
            if (scores[i] >= target - 1e-12) {
                double step = scores[i] - scores[i - 1];
                double part = step == 0 ? 1 : Math.min(1, Math.max(0, (target - scores[i - 1]) / step));
                return shares[i - 1] + part * (shares[i] - shares[i - 1]);
            }
        }
        return 1;
    }

    /** Cost saved against strong only when a share of the strong score is kept and a strong call costs so many cheap ones. */
    double saved(double quality, double priceRatio) {
        return (1 - shareFor(quality * strong())) * (1 - 1 / priceRatio);
    }
}
