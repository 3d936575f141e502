package dev.portolan.evidence.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What arguments are refused, and what comes at the edges of what is not. */
class StatisticsEdgesTest {

    private static final double[] ONE = {1};
    private static final double[] TWO = {1, 0};
    private static final double[] LOST = {1, Double.NaN};

    private static void refused(String name, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(name);
    }

    @Test
    void figuresThatAreNoneAreRefusedByName() {
        refused("values[1]", () -> Quantile.of(LOST, 0.5, 0.9));
        refused("values[1]", () -> new Bootstrap().mean(Clusters.none(2), LOST));
        refused("values[1]", () -> Clusters.none(2).standardError(LOST));
        refused("differences[1]", () -> SignFlip.of(LOST));
        refused("p[1]", () -> Holm.adjust(LOST));
        refused("target[1]", () -> NonInferiority.ofScores(TWO, LOST, Clusters.none(2), 0.05, new Bootstrap()));
        refused("logs[4]", () -> BoundedEvidence.of(1, 0, 0, 0, 0, Double.NaN));
    }

    @Test
    void lengthsThatDifferAreRefused() {
        refused("values", () -> new Bootstrap().mean(Clusters.none(2), ONE));
        refused("values", () -> Clusters.none(2).standardError(ONE));
        refused("second", () -> Agreement.kappa(List.of("a", "b"), List.of("a")));
        refused("target", () -> PairedOutcomes.of(new boolean[2], new boolean[1]));
        refused("logs", () -> BoundedEvidence.of(1, 0, 0));
    }

    @Test
    void sharesOutsideOfZeroToOneAreRefused() {
        Bootstrap.Distribution drawn = new Bootstrap(100, 1).mean(Clusters.none(2), TWO);
        PairedOutcomes outcomes = new PairedOutcomes(1, 1, 1, 1);
        for (double share : new double[] {-0.1, 0, 1, 1.1, Double.NaN}) {
            refused("p:", () -> Quantile.of(TWO, share, 0.9));
            refused("confidence:", () -> Quantile.of(TWO, 0.5, share));
            refused("p:", () -> drawn.quantile(share));
            refused("confidence:", () -> drawn.interval(share));
            refused("confidence:", () -> outcomes.tango(share));
            refused("confidence:", () -> new Rate(1, 2).wilson(share));
            refused("margin:", () -> NonInferiority.ofPassRates(outcomes, share));
            refused(
                    "margin:",
                    () -> NonInferiority.ofPassRates(TWO, TWO, Clusters.none(2), share, new Bootstrap(100, 1)));
            refused("margin:", () -> NonInferiority.ofScores(TWO, TWO, Clusters.none(2), share, new Bootstrap(100, 1)));
            refused("margin:", () -> NonInferiority.smallestSample(share));
            refused("limit:", () -> new RateEvidence(1, 2).above(share));
            refused("limit:", () -> new RateEvidence(1, 2).below(share));
            refused("margin:", () -> VerdictOdds.of(10, 0.1, 0.1, share));
            refused("discordant:", () -> VerdictOdds.examplesFor(share, 0.05, 0.8));
            refused("margin:", () -> VerdictOdds.examplesFor(0.1, share, 0.8));
            refused("power:", () -> VerdictOdds.examplesFor(0.1, 0.05, share));
        }
    }

    @Test
    void countsThatCannotBeAreRefused() {
        refused("hits", () -> new Rate(-1, 2));
        refused("trials", () -> new Rate(0, 0));
        refused("hits", () -> new RateEvidence(-1, 2));
        refused("trials", () -> new RateEvidence(3, 2));
        refused("examples", () -> Clusters.none(-1));
        refused("observations", () -> BoundedEvidence.of(-1, 0, 0, 0, 0, 0));
        refused("neither", () -> new PairedOutcomes(1, 1, 1, -1));
        refused("at least one pair", () -> new PairedOutcomes(0, 0, 0, 0));
        refused("examples", () -> VerdictOdds.of(0, 0.1, 0.1, 0.05));
        refused("examples", () -> VerdictOdds.of(100_001, 0.1, 0.1, 0.05));
        refused("losses and wins", () -> VerdictOdds.of(10, -0.1, 0.1, 0.05));
        refused("losses and wins", () -> VerdictOdds.of(10, 0.1, -0.1, 0.05));
        refused("losses and wins", () -> VerdictOdds.of(10, 0.6, 0.5, 0.05));
        refused("observation", () -> BoundedEvidence.NONE.plus(1.01));
    }

    @Test
    void oddsHaveTheirEdgesToo() {
        VerdictOdds one = VerdictOdds.of(1, 0, 0, 0.05);
        assertThat(one.inconclusive()).isEqualTo(1, within(1e-12));
        VerdictOdds sure = VerdictOdds.of(60, 0, 0, 0.05);
        assertThat(sure.pass()).isEqualTo(1, within(1e-12));
        VerdictOdds torn = VerdictOdds.of(12, 0.5, 0.5, 0.05);
        assertThat(torn.pass() + torn.fail() + torn.inconclusive()).isEqualTo(1, within(1e-9));
        assertThat(VerdictOdds.of(12, 1, 0, 0.05).fail()).isEqualTo(1, within(1e-12));
    }

    @Test
    void anIntervalHoldsItsEnds() {
        Interval interval = new Interval(-1, 2);
        assertThat(interval.contains(-1)).isTrue();
        assertThat(interval.contains(2)).isTrue();
        assertThat(interval.contains(0)).isTrue();
        assertThat(interval.contains(-1.0001)).isFalse();
        assertThat(interval.contains(2.0001)).isFalse();
        assertThat(new Interval(1, 1).contains(1)).isTrue();
    }

    @Test
    void ratesAndTheirTails() {
        assertThat(new Rate(3, 12).estimate()).isEqualTo(0.25);
        assertThat(new Rate(0, 5).atLeast(0.2)).isEqualTo(1);
        assertThat(new Rate(2, 3).atLeast(0.5)).isEqualTo(0.5, within(1e-12));
        assertThat(new Rate(3, 3).atLeast(0.5)).isEqualTo(0.125, within(1e-12));
        assertThat(new Rate(1, 3).atMost(0.5)).isEqualTo(0.5, within(1e-12));
    }

    @Test
    void evidenceBelowALimitIsTheMeanOverItsStakes() {
        // (1 - s)(1 + s) at a limit of one half; (1 + s/4)^2 at one fifth.
        assertThat(new RateEvidence(1, 2).below(0.5)).isEqualTo(0.6425, within(1e-12));
        assertThat(new RateEvidence(0, 2).below(0.2)).isEqualTo(1.27734375, within(1e-12));
        assertThat(BoundedEvidence.NONE.plus(1).value()).isEqualTo(0.49, within(1e-12));
        assertThat(BoundedEvidence.NONE.plus(-1).value()).isEqualTo(1.51, within(1e-12));
    }

    @Test
    void aClusterIsDrawnWhole() {
        Clusters clusters = Clusters.of(List.of("a", "b", "b", "b"));
        new Bootstrap(200, 3).draw(clusters, drawn -> {
            long[] counts = new long[4];
            Arrays.stream(drawn).forEach(example -> counts[example]++);
            assertThat(counts[1]).isEqualTo(counts[2]).isEqualTo(counts[3]);
            assertThat(counts[0] + counts[1]).isEqualTo(2);
            return drawn.length;
        });
        assertThat(Clusters.of(List.of("a", "a", "b", "b")).standardError(new double[] {1, 1, 0, 0}))
                .isEqualTo(Math.sqrt(2) / 4, within(1e-12));
    }

    @Test
    void theBootstrapsErrorIsThatOfItsDraws() {
        Bootstrap.Distribution coin = new Bootstrap(4_000, 5).draw(Clusters.none(2), drawn -> 3 + drawn[0]);
        assertThat(coin.standardError()).isEqualTo(0.5, within(0.01));
        assertThat(coin.quantile(0.25)).isEqualTo(3);
        assertThat(coin.quantile(0.75)).isEqualTo(4);
        assertThat(coin.size()).isEqualTo(4_000);
    }

    @Test
    void signsAreFlippedAllTheWayUpToSixteen() {
        double[] differences = new double[16];
        Arrays.fill(differences, -1);
        assertThat(SignFlip.of(differences).patterns()).isEqualTo(1 << 16);
        assertThat(SignFlip.of(differences).lower()).isEqualTo(1.0 / (1 << 16));
        assertThat(SignFlip.of(differences).either()).isEqualTo(2.0 / (1 << 16));
        double[] more = new double[17];
        Arrays.fill(more, -1);
        assertThat(SignFlip.of(more).patterns()).isEqualTo(SignFlip.RANDOM + 1);
        double[] none = new double[70];
        assertThat(SignFlip.of(none).lower()).isEqualTo(1);
        assertThat(SignFlip.of(none).either()).isEqualTo(1);
        double[] late = new double[70];
        Arrays.fill(late, 64, 70, -1);
        assertThat(SignFlip.of(late).lower()).as("six signs: 1 in 64").isEqualTo(1.0 / 64, within(0.005));
        assertThat(SignFlip.of(late).either()).isEqualTo(2.0 / 64, within(0.006));
    }

    @Test
    void howManyMoreWouldSettleIt() {
        // e is 0.01 on average with deviations of 0.21: 60 (1.64485 * 0.21 / sqrt(60) / 0.01)^2 = 1,193.1 examples.
        double[] source = new double[60];
        double[] target = new double[60];
        for (int i = 0; i < 60; i++) {
            source[i] = 0.8;
            target[i] = 0.76 + (i % 2 == 0 ? -0.20 : 0.22);
        }
        NonInferiority open = NonInferiority.ofScores(source, target, Clusters.none(60), 0.05, new Bootstrap(1_000, 1));
        assertThat(open.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(open.estimate()).isEqualTo(0.01, within(1e-12));
        assertThat(open.moreExamples()).hasValue(1_134);
        for (int i = 0; i < 60; i++) {
            target[i] = 0.76 + (i % 2 == 0 ? -0.2 : 0.2);
        }
        assertThat(NonInferiority.ofScores(source, target, Clusters.none(60), 0.05, new Bootstrap(1_000, 1))
                        .moreExamples())
                .as("on the margin nobody can tell")
                .isEmpty();
    }

    @Test
    void moreOfTheSameSettlesPassRates() {
        // With losses in proportion the number told passes, and nine tenths of it do not yet.
        NonInferiority open = NonInferiority.ofPassRates(new PairedOutcomes(59, 1, 0, 0), 0.05);
        assertThat(open.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        int more = open.moreExamples().orElseThrow();
        int examples = 60 + more;
        int losses = Math.round(examples / 60f);
        assertThat(NonInferiority.ofPassRates(new PairedOutcomes(examples - losses, losses, 0, 0), 0.05)
                        .verdict())
                .isEqualTo(Verdict.PASS);
        int less = 60 + more * 9 / 10;
        int fewer = Math.round(less / 60f);
        assertThat(NonInferiority.ofPassRates(new PairedOutcomes(less - fewer, fewer, 0, 0), 0.05)
                        .verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(NonInferiority.ofPassRates(new PairedOutcomes(95, 5, 0, 0), 0.05)
                        .moreExamples())
                .as("on the margin nobody can tell")
                .isEmpty();
    }

    @Test
    void labelsThatTellNothingTellNothing() {
        assertThat(Agreement.kappa(List.of("a", "a"), List.of("a", "a"))).isNaN();
        assertThat(Agreement.kappa(List.of("a", "b"), List.of("a", "b"))).isEqualTo(1, within(1e-12));
        assertThat(Agreement.alpha(List.of(List.of("a", "a")))).isNaN();
        assertThat(Agreement.alpha(List.of(List.of("a", "b")))).isEqualTo(0, within(1e-12));
    }
}
