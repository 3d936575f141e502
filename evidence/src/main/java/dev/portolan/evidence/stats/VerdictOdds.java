package dev.portolan.evidence.stats;

import java.util.EnumMap;
import java.util.Map;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * How likely each verdict on pass rates is before anything is asked: counted over all outcomes, not simulated. Tells whether a run
 * is worth its money.
 *
 * @param pass of {@link Verdict#PASS}
 * @param fail of {@link Verdict#FAIL}
 * @param inconclusive of {@link Verdict#INCONCLUSIVE}
 */
public record VerdictOdds(double pass, double fail, double inconclusive) {

    private static final double NEGLIGIBLE = 1e-12;

    /**
     * The odds at given true shares.
     *
     * @param examples how many will be compared, at most 100,000
     * @param losses the share of examples that only the source passes
     * @param wins the share of examples that only the target passes
     * @param margin how much lower the target's rate may be, in shares
     * @return the odds
     */
    public static VerdictOdds of(int examples, double losses, double wins, double margin) {
        if (examples < 1 || examples > 100_000) {
            throw new IllegalArgumentException("examples: must be from 1 to 100000, not " + examples);
        }
        if (!(losses >= 0 && wins >= 0 && losses + wins <= 1)) {
            throw new IllegalArgumentException("losses and wins: must be shares that add up to at most 1");
        }
        Checks.probability("margin", margin);
        Map<Verdict, Double> odds = new EnumMap<>(Verdict.class);
        double apart = losses + wins;
        BinomialDistribution discordant = BinomialDistribution.of(examples, apart);
        for (int pairs = 0; pairs <= examples; pairs++) {
            double likely = discordant.probability(pairs);
            if (likely > NEGLIGIBLE) {
                add(odds, examples, pairs, likely, apart == 0 ? 0 : losses / apart, margin);
            }
        }
        return new VerdictOdds(
                odds.getOrDefault(Verdict.PASS, 0.0),
                odds.getOrDefault(Verdict.FAIL, 0.0),
                odds.getOrDefault(Verdict.INCONCLUSIVE, 0.0));
    }

    private static void add(
            Map<Verdict, Double> odds, int examples, int pairs, double likely, double losing, double margin) {
        BinomialDistribution losses = BinomialDistribution.of(pairs, losing);
        for (int lost = 0; lost <= pairs; lost++) {
            double joint = likely * losses.probability(lost);
            if (joint > NEGLIGIBLE) {
                PairedOutcomes outcomes = new PairedOutcomes(examples - pairs, lost, pairs - lost, 0);
                odds.merge(NonInferiority.verdict(outcomes, margin), joint, Double::sum);
            }
        }
    }

    /**
     * How many examples prove that equal models are equal: {@code (z_alpha + z_power)^2 * discordant / margin^2}.
     *
     * @param discordant the share of examples on which the two will disagree
     * @param margin how much lower the target's rate may be, in shares
     * @param power how likely the proof shall succeed, such as 0.8
     * @return the number of examples, rounded up
     */
    public static int examplesFor(double discordant, double margin, double power) {
        Checks.probability("discordant", discordant);
        Checks.probability("margin", margin);
        Checks.probability("power", power);
        NormalDistribution normal = NormalDistribution.of(0, 1);
        double z = normal.inverseSurvivalProbability(NonInferiority.FALSE_PASS)
                + normal.inverseCumulativeProbability(power);
        return (int) Math.ceil(z * z * discordant / (margin * margin));
    }
}
