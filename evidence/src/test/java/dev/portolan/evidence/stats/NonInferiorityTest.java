package dev.portolan.evidence.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NonInferiorityTest {

    private static Verdict verdict(int n, int losses, int wins, double margin) {
        return NonInferiority.ofPassRates(new PairedOutcomes(n - losses - wins, losses, wins, 0), margin)
                .verdict();
    }

    /** Most losses that pass, for 0 to 4 wins; -1 where none does. */
    @ParameterizedTest
    @CsvSource({
        "0.05, 50, -1, 0, 0, 1, 2",
        "0.05, 100, 1, 1, 2, 3, 3",
        "0.05, 200, 4, 5, 6, 6, 7",
        "0.10, 50, 1, 2, 2, 3, 3",
        "0.10, 100, 5, 5, 6, 7, 7",
        "0.10, 200, 13, 13, 14, 15, 15"
    })
    void mostLossesThatStillPass(double margin, int n, int w0, int w1, int w2, int w3, int w4) {
        int[] most = {w0, w1, w2, w3, w4};
        for (int wins = 0; wins < most.length; wins++) {
            if (most[wins] >= 0) {
                assertThat(verdict(n, most[wins], wins, margin)).isEqualTo(Verdict.PASS);
            }
            assertThat(verdict(n, most[wins] + 1, wins, margin)).isNotEqualTo(Verdict.PASS);
        }
    }

    @Test
    void fiftyExamplesProveNoFivePointsEvenWithoutAnyDisagreement() {
        NonInferiority found = NonInferiority.ofPassRates(new PairedOutcomes(50, 0, 0, 0), 0.05);
        assertThat(found.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(found.interval().lower()).isCloseTo(-0.0513, within(1e-4));
        assertThat(found.moreExamples()).hasValue(2);
        assertThat(verdict(52, 0, 0, 0.05)).isEqualTo(Verdict.PASS);
    }

    @Test
    void aProvenRegressionFails() {
        assertThat(verdict(100, 20, 2, 0.05)).isEqualTo(Verdict.FAIL);
        assertThat(verdict(60, 9, 0, 0.05)).isEqualTo(Verdict.FAIL);
    }

    /** Worse with little doubt, yet by less than anybody minds. */
    @Test
    void aRegressionWithinTheMarginIsNoFailure() {
        assertThat(verdict(1000, 20, 5, 0.05)).isEqualTo(Verdict.PASS);
    }

    @Test
    void anEstimateOnTheMarginNeverSettles() {
        NonInferiority found = NonInferiority.ofPassRates(new PairedOutcomes(85, 10, 5, 0), 0.05);
        assertThat(found.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(found.moreExamples()).isEmpty();
    }

    /** The chance of a PASS for models that disagree on 6 %, as often this way as that. */
    @ParameterizedTest
    @CsvSource({"50, 0.26", "100, 0.54", "200, 0.85", "400, 0.985"})
    void oddsForEqualModels(int examples, double pass) {
        VerdictOdds odds = VerdictOdds.of(examples, 0.03, 0.03, 0.05);
        assertThat(odds.pass()).isCloseTo(pass, within(0.01));
        assertThat(odds.fail()).isLessThanOrEqualTo(0.01);
        assertThat(odds.pass() + odds.fail() + odds.inconclusive()).isCloseTo(1, within(1e-6));
    }

    /** The whole claim, counted: false failures of equals, and false passes exactly at the margin. */
    @ParameterizedTest
    @CsvSource({"50", "100", "150", "200"})
    void falseVerdictsAreRare(int examples) {
        for (double discordant : new double[] {0.02, 0.06, 0.1, 0.2, 0.3}) {
            VerdictOdds equal = VerdictOdds.of(examples, discordant / 2, discordant / 2, 0.05);
            assertThat(equal.fail()).as("equal, %s differ", discordant).isLessThanOrEqualTo(0.01);
            if (discordant >= 0.06) {
                double losses = (discordant + 0.05) / 2;
                VerdictOdds atMargin = VerdictOdds.of(examples, losses, losses - 0.05, 0.05);
                assertThat(atMargin.pass())
                        .as("at the margin, %s differ", discordant)
                        .isLessThanOrEqualTo(0.06);
            }
        }
    }

    @Test
    void scoresThatAreAlikePass() {
        double[] source = scores(200, 0.85, 0.05, 1);
        double[] target = scores(200, 0.85, 0.05, 2);
        NonInferiority found = NonInferiority.ofScores(source, target, Clusters.none(200), 0.05, new Bootstrap());
        assertThat(found.verdict()).isEqualTo(Verdict.PASS);
        assertThat(found.moreExamples()).isEmpty();
        assertThat(found.limit()).isZero();
    }

    @Test
    void scoresThatDroppedFail() {
        double[] source = scores(200, 0.85, 0.05, 1);
        double[] target = scores(200, 0.70, 0.05, 2);
        assertThat(NonInferiority.ofScores(source, target, Clusters.none(200), 0.05, new Bootstrap())
                        .verdict())
                .isEqualTo(Verdict.FAIL);
    }

    @Test
    void passRatesOverSeveralAnswersAreResampled() {
        double[] source = new double[100];
        double[] target = new double[100];
        Arrays.fill(source, 1);
        Arrays.fill(target, 1);
        target[0] = 2.0 / 3;
        NonInferiority found = NonInferiority.ofPassRates(source, target, Clusters.none(100), 0.05, new Bootstrap());
        assertThat(found.verdict()).isEqualTo(Verdict.PASS);
        assertThat(found.estimate()).isCloseTo(-1 / 300.0, within(1e-9));
        assertThat(found.limit()).isEqualTo(-0.05);
    }

    @Test
    void moreExamplesAreAskedForByTheRootOfTheNumber() {
        double[] source = scores(20, 0.6, 0.15, 1);
        double[] target = scores(20, 0.6, 0.15, 2);
        NonInferiority found = NonInferiority.ofScores(source, target, Clusters.none(20), 0.05, new Bootstrap());
        assertThat(found.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(found.moreExamples().orElse(0)).isBetween(1, 5000);
    }

    @Test
    void whatBelongsTogetherIsNoIndependentEvidence() {
        double[] source = new double[60];
        double[] target = new double[60];
        Arrays.fill(source, 0.9);
        String[] ids = new String[60];
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 60; i += 10) {
            double common = 0.9 + (random.nextDouble() - 0.5) * 0.3;
            for (int k = i; k < i + 10; k++) {
                target[k] = common;
                ids[k] = "document " + i / 10;
            }
        }
        Bootstrap bootstrap = new Bootstrap();
        Interval apart = NonInferiority.ofScores(source, target, Clusters.none(60), 0.05, bootstrap)
                .interval();
        Interval together = NonInferiority.ofScores(source, target, Clusters.of(Arrays.asList(ids)), 0.05, bootstrap)
                .interval();
        assertThat(together.upper() - together.lower()).isGreaterThan(1.5 * (apart.upper() - apart.lower()));
    }

    /** A sample: in 2,000 runs, {@code -DargLine=-Dportolan.stats.runs=2000}, 5.7 % passed at the margin and 0.2 % of equals failed. */
    @Test
    void scoresExactlyAtTheMarginRarelyPass() {
        int runs = Integer.getInteger("portolan.stats.runs", 200);
        int passed = 0;
        int failed = 0;
        for (int run = 0; run < runs; run++) {
            double[] source = scores(100, 0.8, 0.1, 10L * run);
            Bootstrap bootstrap = new Bootstrap(1_000, run);
            passed += NonInferiority.ofScores(
                                            source,
                                            scores(100, 0.76, 0.1, 10L * run + 1),
                                            Clusters.none(100),
                                            0.05,
                                            bootstrap)
                                    .verdict()
                            == Verdict.PASS
                    ? 1
                    : 0;
            failed += NonInferiority.ofScores(
                                            source,
                                            scores(100, 0.8, 0.1, 10L * run + 2),
                                            Clusters.none(100),
                                            0.05,
                                            bootstrap)
                                    .verdict()
                            == Verdict.FAIL
                    ? 1
                    : 0;
        }
        System.out.printf("At the margin %d of %d passed, of equals %d failed%n", passed, runs, failed);
        // Three standard errors above 6 % and 1 %: what a short run may show of a true figure below.
        assertThat((double) passed / runs).isLessThanOrEqualTo(0.06 + 3 * Math.sqrt(0.06 * 0.94 / runs));
        assertThat((double) failed / runs).isLessThanOrEqualTo(0.01 + 3 * Math.sqrt(0.01 * 0.99 / runs));
    }

    @Test
    void unusableArgumentsAreRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> verdict(10, 0, 0, 0))
                .withMessageStartingWith("margin:");
        double[] one = {1};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NonInferiority.ofScores(one, new double[2], Clusters.none(1), 0.05, new Bootstrap()))
                .withMessageStartingWith("target:");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NonInferiority.ofScores(
                        one, new double[] {Double.NaN}, Clusters.none(1), 0.05, new Bootstrap()))
                .withMessageContaining("leave missing observations out");
        assertThatIllegalArgumentException().isThrownBy(() -> VerdictOdds.of(0, 0, 0, 0.05));
        assertThatIllegalArgumentException().isThrownBy(() -> VerdictOdds.of(1, 0.7, 0.7, 0.05));
        assertThatIllegalArgumentException().isThrownBy(() -> new PairedOutcomes(0, 0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rate(2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Interval(1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Bootstrap(1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> SignFlip.of(new double[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> Quantile.of(new double[0], 0.5, 0.95));
        assertThatIllegalArgumentException().isThrownBy(() -> BoundedEvidence.NONE.plus(1.5));
        assertThatIllegalArgumentException().isThrownBy(() -> new RateEvidence(2, 1));
    }

    /** Sums of uniform numbers, cut to what scores may be. */
    private static double[] scores(int n, double mean, double deviation, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] scores = new double[n];
        for (int i = 0; i < n; i++) {
            double normal = 0;
            for (int k = 0; k < 12; k++) {
                normal += random.nextDouble();
            }
            scores[i] = Math.max(0, Math.min(1, mean + deviation * (normal - 6)));
        }
        return scores;
    }

    @Test
    void noMarginIsShownFromFewerExamplesThanTangoNeedsWithoutAnyDifference() {
        assertThat(NonInferiority.smallestSample(0.05)).isEqualTo(52);
        assertThat(NonInferiority.smallestSample(0.10)).isEqualTo(25);
        double[] ones = new double[51];
        java.util.Arrays.fill(ones, 1);
        NonInferiority few = NonInferiority.ofPassRates(ones, ones, Clusters.none(51), 0.05, new Bootstrap(200, 1));
        assertThat(few.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(few.moreExamples()).hasValue(1);
        double[] enough = new double[52];
        assertThat(NonInferiority.ofScores(enough, enough, Clusters.none(52), 0.05, new Bootstrap(200, 1))
                        .verdict())
                .as("scores of 0 on both sides lie on the margin")
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void howManyMoreAreNeededCanBeToldWhereTheTwoNeverAgree() {
        for (int losses = 5; losses <= 7; losses++) {
            NonInferiority finding = NonInferiority.ofPassRates(new PairedOutcomes(0, losses, 12 - losses, 0), 0.05);
            assertThat(finding.examples()).isEqualTo(12);
        }
    }
}
