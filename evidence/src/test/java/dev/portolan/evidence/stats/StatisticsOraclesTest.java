package dev.portolan.evidence.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Figures that were computed elsewhere, with another library. */
class StatisticsOraclesTest {

    private static final Offset<Double> CLOSE = within(1e-6);

    private static final double[] DIFFERENCES = {-.20, -.10, -.05, 0, 0, .02, .05, -.15, .10, -.07};
    private static final double[] SOURCE = {.9, .8, .95, .7, .6, .85, .9, .75, .5, .8};

    private static double[] target() {
        double[] target = SOURCE.clone();
        for (int i = 0; i < target.length; i++) {
            target[i] += DIFFERENCES[i];
        }
        return target;
    }

    private static void isInterval(Interval interval, double lower, double upper) {
        assertThat(interval.lower()).isCloseTo(lower, CLOSE);
        assertThat(interval.upper()).isCloseTo(upper, CLOSE);
    }

    @ParameterizedTest
    @CsvSource({
        "7, 200, 0.017056, 0.070471",
        "0, 50, 0, 0.071348",
        "50, 50, 0.928652, 1",
        "45, 50, 0.786398, 0.956524",
        "10, 200, 0.027383, 0.089578",
        "3, 20, 0.052369, 0.360419"
    })
    void wilsonsInterval(int hits, int trials, double lower, double upper) {
        isInterval(new Rate(hits, trials).wilson(0.95), lower, upper);
    }

    @Test
    void wilsonsOneSidedBoundIsTheEndOfTheWiderTwoSidedOne() {
        assertThat(new Rate(7, 200).wilson(0.90).upper()).isCloseTo(0.063327, CLOSE);
    }

    @Test
    void theExactIntervalAndJeffreys() {
        isInterval(new Rate(7, 200).clopperPearson(0.95), 0.014186, 0.070781);
        isInterval(new Rate(7, 200).jeffreys(0.95), 0.015789, 0.067482);
    }

    /** The smallest numbers of requests that prove less than 5 % errors. */
    @ParameterizedTest
    @CsvSource({"0, 59", "1, 93", "2, 124", "3, 153", "4, 181", "5, 208"})
    void errorsThatAPromotionMayHave(int errors, int requests) {
        assertThat(new Rate(errors, requests).atMost(0.05)).isLessThanOrEqualTo(0.05);
        assertThat(new Rate(errors, requests - 1).atMost(0.05)).isGreaterThan(0.05);
    }

    @ParameterizedTest
    @CsvSource({"10, 2, 0.038574, 0.019287", "5, 0, 0.0625, 0.03125", "8, 3, 0.226562, 0.113281"})
    void mcNemarsExactTest(int losses, int wins, double twoSided, double oneSided) {
        PairedOutcomes outcomes = new PairedOutcomes(100, losses, wins, 0);
        assertThat(outcomes.differenceP()).isCloseTo(twoSided, CLOSE);
        assertThat(outcomes.regressionP()).isCloseTo(oneSided, CLOSE);
    }

    @Test
    void mcNemarsTestOfEqualsAndItsMidP() {
        assertThat(new PairedOutcomes(10, 3, 3, 0).differenceP()).isEqualTo(1);
        assertThat(new PairedOutcomes(10, 0, 0, 0).differenceP()).isEqualTo(1);
        assertThat(new PairedOutcomes(10, 0, 0, 0).regressionP()).isEqualTo(1);
        assertThat(new PairedOutcomes(10, 0, 0, 0).midP()).isEqualTo(1);
        assertThat(new PairedOutcomes(188, 10, 2, 0).midP()).isCloseTo(0.022461, CLOSE);
    }

    @ParameterizedTest
    @CsvSource({"0, 5", "1, 7", "2, 9", "3, 10", "4, 12", "5, 13"})
    void fewestLossesThatProveARegression(int wins, int losses) {
        assertThat(new PairedOutcomes(0, losses, wins, 1).regressionP()).isLessThan(0.05);
        assertThat(new PairedOutcomes(0, losses - 1, wins, 1).regressionP()).isGreaterThanOrEqualTo(0.05);
    }

    @ParameterizedTest
    @CsvSource({
        "10, 2, 200, 0.90, -0.073270, -0.013068",
        "10, 2, 200, 0.95, -0.081059, -0.007216",
        "8, 3, 100, 0.90, -0.111379, 0.005095",
        "3, 1, 50, 0.90, -0.124632, 0.033985",
        "0, 0, 100, 0.90, -0.026343, 0.026343"
    })
    void tangosInterval(int losses, int wins, int n, double confidence, double lower, double upper) {
        isInterval(new PairedOutcomes(n - losses - wins, losses, wins, 0).tango(confidence), lower, upper);
    }

    /** The other way round, since the table's first row is what gains here. */
    @Test
    void tangosIntervalOfAPublishedTable() {
        isInterval(new PairedOutcomes(36, 2, 12, 0).tango(0.95), 0.061112, 0.344709);
    }

    @Test
    void thePairedBootstrapOfPassRates() {
        double[] differences = new double[200];
        Arrays.fill(differences, 0, 10, -1);
        Arrays.fill(differences, 10, 12, 1);
        Bootstrap.Distribution drawn = new Bootstrap().mean(Clusters.none(200), differences);
        Offset<Double> step = within(0.005 + 1e-9);
        assertThat(drawn.quantile(0.025)).isCloseTo(-0.075, step);
        assertThat(drawn.quantile(0.05)).isCloseTo(-0.070, step);
        assertThat(drawn.quantile(0.5)).isCloseTo(-0.040, step);
        assertThat(drawn.quantile(0.95)).isCloseTo(-0.015, step);
        assertThat(drawn.quantile(0.975)).isCloseTo(-0.010, step);
        assertThat(drawn.standardError()).isCloseTo(0.017088, within(0.0005));
    }

    @Test
    void thePairedBootstrapOfScores() {
        Bootstrap.Distribution drawn = new Bootstrap().mean(Clusters.none(10), DIFFERENCES);
        Offset<Double> drawnApart = within(0.003);
        assertThat(drawn.quantile(0.025)).isCloseTo(-0.095, drawnApart);
        assertThat(drawn.quantile(0.05)).isCloseTo(-0.087, drawnApart);
        assertThat(drawn.quantile(0.5)).isCloseTo(-0.040, drawnApart);
        assertThat(drawn.quantile(0.95)).isCloseTo(0.005, drawnApart);
        assertThat(drawn.quantile(0.975)).isCloseTo(0.013, drawnApart);
    }

    @Test
    void theExactSignFlipTest() {
        SignFlip flipped = SignFlip.of(DIFFERENCES);
        assertThat(flipped.patterns()).isEqualTo(1024);
        assertThat(flipped.lower()).isCloseTo(0.121094, CLOSE);
        assertThat(flipped.either()).isCloseTo(0.242188, CLOSE);
    }

    @Test
    void clusteredAndPlainStandardErrors() {
        assertThat(Clusters.none(10).standardError(DIFFERENCES)).isCloseTo(0.027713, CLOSE);
        Clusters clusters = Clusters.of(List.of("0", "0", "0", "1", "1", "1", "2", "2", "3", "3"));
        assertThat(clusters.size()).isEqualTo(4);
        assertThat(clusters.standardError(DIFFERENCES)).isCloseTo(0.029155, CLOSE);
    }

    @Test
    void scoresOfTenExamplesAreInconclusiveAtFivePerCent() {
        NonInferiority found = NonInferiority.ofScores(SOURCE, target(), Clusters.none(10), 0.05, new Bootstrap());
        assertThat(found.estimate()).isCloseTo(-0.00125, CLOSE);
        assertThat(found.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        // Student's bound, as a cross-check.
        assertThat(found.interval().lower()).isCloseTo(-0.053045, within(0.01));
    }

    @ParameterizedTest
    @CsvSource({
        "2, 2, 22.277625",
        "3, 13, 6.231094",
        "7, 200, 0.024010",
        "16, 200, 1.667057",
        "20, 200, 19.398293",
        "0, 20, 0.218863"
    })
    void evidenceOfARateAboveItsLimit(long hits, long trials, double evidence) {
        assertThat(new RateEvidence(hits, trials).above(0.05)).isCloseTo(evidence, CLOSE);
    }

    @ParameterizedTest
    @CsvSource({"20, 5", "50, 8", "100, 13", "200, 21", "400, 34", "1000, 73"})
    void errorsThatRollBackAtALimitOfFivePerCent(long trials, long hits) {
        assertThat(new RateEvidence(hits, trials).above(0.05)).isGreaterThanOrEqualTo(20);
        assertThat(new RateEvidence(hits - 1, trials).above(0.05)).isLessThan(20);
    }

    @Test
    void evidenceOfADropOfQuality() {
        double[][] mixed = {{.9, .9}, {.8, .4}, {1, .6}, {.7, .7}, {.9, .2}, {.8, .5}};
        assertThat(quality(times(10, .9, .5))).isCloseTo(5.798705, CLOSE);
        assertThat(quality(times(10, .9, .9))).isCloseTo(0.649458, CLOSE);
        assertThat(quality(mixed)).isCloseTo(1.856264, CLOSE);
    }

    private static double[][] times(int n, double source, double target) {
        double[][] pairs = new double[n][];
        Arrays.fill(pairs, new double[] {source, target});
        return pairs;
    }

    private static double quality(double[][] pairs) {
        BoundedEvidence evidence = BoundedEvidence.NONE;
        for (double[] pair : pairs) {
            evidence = evidence.plus(pair[1] - 0.9 * pair[0]);
        }
        return evidence.value();
    }

    @Test
    void ranksOfQuantiles() {
        assertThat(Quantile.ranks(50, 0.5, 0.95)).containsExactly(18, 33);
        assertThat(Quantile.ranks(200, 0.95, 0.95)).containsExactly(184, 197);
        assertThat(Quantile.ranks(1000, 0.99, 0.95)).containsExactly(983, 997);
        assertThat(Quantile.ranks(200, 0.99, 0.95)[1]).isEqualTo(201);
    }

    @Test
    void holmsCorrection() {
        assertThat(Holm.adjust(.012, .03, .04, .20)).containsExactly(new double[] {.048, .09, .09, .20}, CLOSE);
        assertThat(Holm.adjust(.20, .012, .04, .03)).containsExactly(new double[] {.20, .048, .09, .09}, CLOSE);
    }

    @ParameterizedTest
    @CsvSource({
        "0.02, 0.05, 50", "0.05, 0.05, 124", "0.10, 0.05, 248", "0.20, 0.05, 495",
        "0.02, 0.10, 13", "0.05, 0.10, 31", "0.10, 0.10, 62", "0.20, 0.10, 124"
    })
    void examplesThatProveEquality(double discordant, double margin, int examples) {
        assertThat(VerdictOdds.examplesFor(discordant, margin, 0.8)).isEqualTo(examples);
    }
}
