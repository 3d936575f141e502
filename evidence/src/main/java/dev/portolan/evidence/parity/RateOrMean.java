package dev.portolan.evidence.parity;

import dev.portolan.evidence.stats.Bootstrap;
import dev.portolan.evidence.stats.Clusters;
import dev.portolan.evidence.stats.Interval;
import dev.portolan.evidence.stats.Rate;
import java.util.Arrays;

/** The interval of a mean of scores; exact where each is 0 or 1, since a bootstrap of equal scores is certain of everything. */
final class RateOrMean {

    private RateOrMean() {}

    static Interval interval(double[] scores, Clusters clusters, Bootstrap bootstrap) {
        boolean rate = Arrays.stream(scores).allMatch(score -> score == 0 || score == 1);
        return rate && clusters.size() == scores.length
                ? new Rate((int) Arrays.stream(scores).sum(), scores.length)
                        .clopperPearson(MeasureEvaluation.CONFIDENCE)
                : bootstrap.mean(clusters, scores).interval(MeasureEvaluation.CONFIDENCE);
    }
}
