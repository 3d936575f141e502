package dev.portolan.evidence.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResamplingTest {

    @Test
    void theSameSeedGivesTheSameFigures() {
        double[] values = {1, 2, 3, 4, 5, 6, 7};
        Interval first = new Bootstrap(500, 7).mean(Clusters.none(7), values).interval(0.9);
        assertThat(new Bootstrap(500, 7).mean(Clusters.none(7), values).interval(0.9))
                .isEqualTo(first);
        assertThat(new Bootstrap(500, 8).mean(Clusters.none(7), values).interval(0.9))
                .isNotEqualTo(first);
    }

    /** Should the generator ever change, reports would change with it: this tells. */
    @Test
    void theGeneratorIsTheDocumentedOne() {
        assertThat(new SplittableRandom(42).nextLong()).isEqualTo(splitMix(42));
    }

    private static long splitMix(long seed) {
        long z = seed + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    @Test
    void clustersAreDrawnWhole() {
        Clusters clusters = Clusters.of(List.of("a", "b", "b", "b", "c"));
        double[] sizes = {0, 0};
        new Bootstrap(200, 1).draw(clusters, examples -> {
            long ones = Arrays.stream(examples).filter(i -> i == 1).count();
            long twos = Arrays.stream(examples).filter(i -> i == 2).count();
            assertThat(ones).isEqualTo(twos);
            sizes[0] = Math.max(sizes[0], examples.length);
            return examples.length;
        });
        assertThat(sizes[0]).isEqualTo(9);
    }

    @Test
    void aDrawWithoutAFigureIsLeftOut() {
        Bootstrap.Distribution some =
                new Bootstrap(100, 1).draw(Clusters.none(2), examples -> examples[0] == 0 ? Double.NaN : 1);
        assertThat(some.size()).isBetween(20, 80);
        assertThat(some.quantile(0.5)).isEqualTo(1);
        Bootstrap.Distribution none = new Bootstrap(100, 1).draw(Clusters.none(2), examples -> Double.NaN);
        assertThatIllegalStateException().isThrownBy(() -> none.quantile(0.5));
    }

    @Test
    void manySignsAreFlippedAtRandom() {
        double[] worse = new double[100];
        Arrays.setAll(worse, i -> i % 3 == 0 ? 0.02 : -0.03);
        SignFlip flipped = SignFlip.of(worse);
        assertThat(flipped.patterns()).isEqualTo(SignFlip.RANDOM + 1);
        assertThat(flipped.lower()).isLessThan(0.001);
        assertThat(flipped.either()).isLessThan(0.001);
        double[] even = new double[100];
        Arrays.setAll(even, i -> i % 2 == 0 ? 0.02 : -0.02);
        assertThat(SignFlip.of(even).lower()).isCloseTo(0.54, within(0.02));
        assertThat(SignFlip.of(even).either()).isEqualTo(1);
    }

    /** Exact and random must tell the same. */
    @Test
    void randomPatternsComeNearTheExactFigure() {
        double[] sixteen =
                IntStream.range(0, 16).mapToDouble(i -> (i % 5) - 2.6).toArray();
        double[] seventeen = Arrays.copyOf(sixteen, 17);
        assertThat(SignFlip.of(seventeen).lower())
                .isCloseTo(SignFlip.of(sixteen).lower(), within(0.01));
        assertThat(SignFlip.of(seventeen).either())
                .isCloseTo(SignFlip.of(sixteen).either(), within(0.01));
    }

    @Test
    void aQuantileHasItsIntervalOrSaysThatSamplesAreTooFew() {
        double[] values =
                IntStream.rangeClosed(1, 200).mapToDouble(i -> 201 - i).toArray();
        Quantile p95 = Quantile.of(values, 0.95, 0.95);
        assertThat(p95.value()).isEqualTo(190);
        assertThat(p95.lower()).hasValue(184);
        assertThat(p95.upper()).hasValue(197);
        assertThat(p95.known()).isTrue();
        Quantile p99 = Quantile.of(values, 0.99, 0.95);
        assertThat(p99.upper()).isEmpty();
        assertThat(p99.known()).isFalse();
        assertThat(Quantile.of(new double[] {3}, 0.01, 0.95).lower()).isEmpty();
    }

    @Test
    void evidenceAddsUpOverInstancesAndRestarts() {
        RateEvidence here = RateEvidence.NONE.plus(true).plus(false);
        assertThat(here.plus(new RateEvidence(1, 8))).isEqualTo(new RateEvidence(2, 10));
        BoundedEvidence left = BoundedEvidence.NONE.plus(-0.3).plus(0.2);
        BoundedEvidence right = BoundedEvidence.NONE.plus(-0.5);
        BoundedEvidence both = left.plus(right);
        assertThat(both.observations()).isEqualTo(3);
        assertThat(BoundedEvidence.of(both.observations(), both.logs()).value())
                .isEqualTo(BoundedEvidence.NONE.plus(-0.3).plus(0.2).plus(-0.5).value());
        assertThat(both.toString()).contains("observations=3");
    }

    @Test
    void noEvidenceIsOneAndFewErrorsAreEvidenceForPromotion() {
        assertThat(RateEvidence.NONE.above(0.05)).isEqualTo(1);
        assertThat(RateEvidence.NONE.below(0.05)).isEqualTo(1);
        assertThat(BoundedEvidence.NONE.value()).isEqualTo(1);
        assertThat(new RateEvidence(0, 200).below(0.05)).isGreaterThan(20);
        assertThat(new RateEvidence(20, 200).below(0.05)).isLessThan(1);
    }

    /** A stake of 2 against a limit of one half could lose everything. */
    @Test
    void stakesThatLoseEverythingAreLeftOut() {
        assertThat(new RateEvidence(0, 10).above(0.5)).isGreaterThan(0);
        assertThat(new RateEvidence(10, 10).above(0.5)).isGreaterThan(20);
    }

    /** Looking after each of 1,000 requests: the true rate is the limit, and false alarms stay under 5 %. */
    @Test
    void lookingAllTheTimeRaisesNoFalseAlarms() {
        int alarms = 0;
        int runs = Integer.getInteger("portolan.stats.runs", 500);
        for (int run = 0; run < runs; run++) {
            SplittableRandom random = new SplittableRandom(run);
            RateEvidence evidence = RateEvidence.NONE;
            boolean alarmed = false;
            for (int i = 0; i < 1_000 && !alarmed; i++) {
                evidence = evidence.plus(random.nextDouble() < 0.05);
                alarmed = evidence.above(0.05) >= 20;
            }
            alarms += alarmed ? 1 : 0;
        }
        assertThat((double) alarms / runs).isLessThanOrEqualTo(0.05);
    }

    @Test
    void kappaAndAlphaTellAgreementBeyondChance() {
        List<String> first = List.of("a", "a", "b", "b", "a", "b", "a", "a", "b", "a");
        List<String> second = List.of("a", "a", "b", "a", "a", "b", "b", "a", "b", "a");
        // Observed 0.8; expected 0.6 * 0.6 + 0.4 * 0.4.
        assertThat(Agreement.kappa(first, second)).isCloseTo((0.8 - 0.52) / 0.48, within(1e-9));
        assertThat(Agreement.kappa(first, first)).isCloseTo(1, within(1e-9));
        assertThat(Agreement.kappa(List.of("a"), List.of("a"))).isNaN();
    }

    /** The example with missing labels of Krippendorff's "Computing Krippendorff's alpha-reliability": 0.743 for nominal data. */
    @Test
    void alphaOfThePublishedExample() {
        String[] judges = {
            "1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 ."
        };
        String[][] given = Arrays.stream(judges).map(row -> row.split(" ")).toArray(String[][]::new);
        List<List<String>> things = IntStream.range(0, 12)
                .mapToObj(thing -> Arrays.stream(given)
                        .map(judge -> judge[thing])
                        .filter(label -> !label.equals("."))
                        .toList())
                .toList();
        assertThat(Agreement.alpha(things)).isCloseTo(0.743, within(0.0005));
        assertThat(Agreement.alpha(List.of(List.of("a", "a"), List.of("a")))).isNaN();
    }
}
