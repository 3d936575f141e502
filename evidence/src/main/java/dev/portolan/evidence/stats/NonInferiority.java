package dev.portolan.evidence.stats;

import java.util.Arrays;
import java.util.OptionalInt;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Whether a target is not worse than its source by a margin or more. The claim must be proven: that no difference was found is no
 * pass.
 *
 * <p>PASS: the one-sided 95 % bound of the difference lies within the margin, so that a target exactly at the margin passes about
 * once in twenty, and there are at least {@link #smallestSample} independent examples, since a bootstrap of few that agree is certain
 * of everything. FAIL: the estimate lies beyond the margin and an exact one-sided test finds the target worse with p below 1 %, so
 * that an equal target fails at most once in a hundred. INCONCLUSIVE otherwise.
 *
 * @param verdict never {@link Verdict#INVALID}
 * @param examples how many were compared
 * @param estimate the target less the source, measured so that the margin is at {@code -margin}; for scores the target less
 *     {@code (1 - margin)} of the source, with the margin at 0
 * @param interval of the estimate, two-sided 90 %: its lower end is the one-sided 95 % bound
 * @param limit where the margin lies on the scale of the estimate
 * @param regressionP the one-sided p-value of the test that the target is worse at all
 * @param moreExamples how many more examples would probably settle it if they came out as these did; empty when it is settled, or
 *     when the estimate lies on the margin
 */
public record NonInferiority(
        Verdict verdict,
        int examples,
        double estimate,
        Interval interval,
        double limit,
        double regressionP,
        OptionalInt moreExamples) {

    /** The chance of a PASS that is accepted for a target exactly at the margin. */
    public static final double FALSE_PASS = 0.05;

    /** The largest chance of a FAIL for a target that is as good as its source. */
    public static final double FALSE_FAIL = 0.01;

    private static final double CONFIDENCE = 1 - 2 * FALSE_PASS;
    private static final int FAR = 1_000_000;
    private static final double ON_IT = 1e-9;

    /**
     * Compares pass rates of one answer each, by Tango's interval and McNemar's exact test.
     *
     * @param outcomes the pairs
     * @param margin how much lower the target's rate may be, in shares: 0.05 is five points
     * @return the finding
     */
    public static NonInferiority ofPassRates(PairedOutcomes outcomes, double margin) {
        Checks.probability("margin", margin);
        Interval interval = outcomes.tango(CONFIDENCE);
        Verdict verdict = verdict(outcomes, margin);
        return new NonInferiority(
                verdict,
                outcomes.examples(),
                outcomes.difference(),
                interval,
                -margin,
                outcomes.regressionP(),
                verdict == Verdict.INCONCLUSIVE ? more(outcomes, margin) : OptionalInt.empty());
    }

    /**
     * Compares pass rates over several answers to each example, by the cluster bootstrap and the sign-flip test.
     *
     * @param source the share of the source's answers that passed, by example
     * @param target the share of the target's answers that passed, in the same order
     * @param clusters which examples belong together
     * @param margin how much lower the target's rate may be, in shares: 0.05 is five points
     * @param bootstrap how to draw
     * @return the finding
     */
    public static NonInferiority ofPassRates(
            double[] source, double[] target, Clusters clusters, double margin, Bootstrap bootstrap) {
        Checks.probability("margin", margin);
        return resampled(source, target, margin, 1, -margin, clusters, bootstrap);
    }

    /**
     * Compares scores from 0 to 1 by {@code e = target - (1 - margin) * source}, which turns a relative margin into a linear one
     * and needs no ratio of means; by the cluster bootstrap and the sign-flip test.
     *
     * @param source the source's score, by example; the mean over its answers
     * @param target the target's score, in the same order
     * @param clusters which examples belong together
     * @param margin how much lower the target's mean may be, relative to the source's: 0.05 is five per cent
     * @param bootstrap how to draw
     * @return the finding
     */
    public static NonInferiority ofScores(
            double[] source, double[] target, Clusters clusters, double margin, Bootstrap bootstrap) {
        Checks.probability("margin", margin);
        return resampled(source, target, margin, 1 - margin, 0, clusters, bootstrap);
    }

    /**
     * The smallest number of examples from which a margin can be shown at all: that from which Tango's bound keeps the margin when
     * no example differs, {@code floor(z^2 (1 - margin) / margin) + 1}; 52 for 5 points.
     *
     * @param margin between 0 and 1, both excluded
     * @return the number of independent examples
     */
    public static int smallestSample(double margin) {
        Checks.probability("margin", margin);
        double z = NormalDistribution.of(0, 1).inverseSurvivalProbability(FALSE_PASS);
        return (int) Math.floor(z * z * (1 - margin) / margin) + 1;
    }

    private static NonInferiority resampled(
            double[] source,
            double[] target,
            double margin,
            double share,
            double limit,
            Clusters clusters,
            Bootstrap bootstrap) {
        Checks.sameLength("target", target.length, "source", source.length);
        Checks.finite("source", source);
        Checks.finite("target", target);
        double[] excess = new double[source.length];
        double[] differences = new double[source.length];
        for (int i = 0; i < source.length; i++) {
            excess[i] = target[i] - share * source[i];
            differences[i] = target[i] - source[i];
        }
        double estimate = Arrays.stream(excess).average().orElseThrow();
        Interval interval = bootstrap.mean(clusters, excess).interval(CONFIDENCE);
        double p = SignFlip.of(sums(differences, clusters)).lower();
        Verdict verdict = verdict(interval, limit, p, estimate);
        int missing = smallestSample(margin) - clusters.size();
        if (verdict == Verdict.PASS && missing > 0) {
            return new NonInferiority(
                    Verdict.INCONCLUSIVE, source.length, estimate, interval, limit, p, OptionalInt.of(missing));
        }
        OptionalInt more = verdict == Verdict.INCONCLUSIVE
                ? more(estimate - limit, clusters.standardError(excess), source.length)
                : OptionalInt.empty();
        return new NonInferiority(verdict, source.length, estimate, interval, limit, p, more);
    }

    /** What belongs together flips together. */
    private static double[] sums(double[] differences, Clusters clusters) {
        double[] sums = new double[clusters.size()];
        for (int i = 0; i < sums.length; i++) {
            for (int member : clusters.members(i)) {
                sums[i] += differences[member];
            }
        }
        return sums;
    }

    private static Verdict verdict(Interval interval, double limit, double regressionP, double estimate) {
        if (interval.lower() > limit) {
            return Verdict.PASS;
        }
        return estimate < limit && regressionP < FALSE_FAIL ? Verdict.FAIL : Verdict.INCONCLUSIVE;
    }

    /** The bound comes nearer with the root of the number. */
    private static OptionalInt more(double distance, double standardError, int examples) {
        if (Math.abs(distance) < ON_IT) {
            return OptionalInt.empty();
        }
        double z = NormalDistribution.of(0, 1).inverseSurvivalProbability(FALSE_PASS);
        double needed = examples * Math.pow(z * standardError / distance, 2);
        return needed > FAR ? OptionalInt.empty() : OptionalInt.of(Math.max(1, (int) Math.ceil(needed) - examples));
    }

    private static OptionalInt more(PairedOutcomes outcomes, double margin) {
        if (Math.abs(outcomes.difference() + margin) < ON_IT) {
            return OptionalInt.empty();
        }
        int enough = outcomes.examples() + 1;
        while (enough < FAR && verdict(scaled(outcomes, enough), margin) == Verdict.INCONCLUSIVE) {
            enough += Math.max(1, enough / 100);
        }
        return enough >= FAR ? OptionalInt.empty() : OptionalInt.of(enough - outcomes.examples());
    }

    static Verdict verdict(PairedOutcomes outcomes, double margin) {
        return verdict(outcomes.tango(CONFIDENCE), -margin, outcomes.regressionP(), outcomes.difference());
    }

    private static PairedOutcomes scaled(PairedOutcomes outcomes, int examples) {
        double factor = (double) examples / outcomes.examples();
        int sourceOnly = (int) Math.round(outcomes.sourceOnly() * factor);
        // Both may round up.
        int targetOnly = (int) Math.min(examples - sourceOnly, Math.round(outcomes.targetOnly() * factor));
        int neither = (int) Math.min(examples - sourceOnly - targetOnly, Math.round(outcomes.neither() * factor));
        return new PairedOutcomes(examples - sourceOnly - targetOnly - neither, sourceOnly, targetOnly, neither);
    }
}
