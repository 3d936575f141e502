package dev.portolan.routing.complexity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrongShareTest {

    private final ComplexityScorer scorer = ComplexityScorer.bundled();

    @ParameterizedTest
    @ValueSource(doubles = {-0.3, 0, 0.2, 0.9})
    void theShareIsMetWhereverTheScoresLie(double centre) {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            assertThat(share(StrongShare.of(0.3, scorer), 500, () -> centre + 0.05 * random.nextGaussian()))
                    .isBetween(0.27, 0.33);
        }
    }

    @Test
    void theShareIsKeptWhenTheTrafficShifts() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            StrongShare share = StrongShare.of(0.3, scorer);
            assertThat(share(share, 500, () -> 0.1 + 0.03 * random.nextGaussian()))
                    .isBetween(0.27, 0.33);
            assertThat(share(share, 500, () -> 0.4 + 0.1 * random.nextGaussian()))
                    .isBetween(0.27, 0.33);
            assertThat(share(share, 500, () -> random.nextInt(4) == 0 ? 0.4 : 0.05 + 0.01 * random.nextGaussian()))
                    .isBetween(0.27, 0.33);
        }
    }

    @Test
    void equalScoresAreSharedToo() {
        assertThat(share(StrongShare.of(0.3, scorer), 500, () -> 0.2)).isBetween(0.27, 0.33);
    }

    @Test
    void theHighestScoresGoToTheStrongModel() {
        Random random = new Random(7);
        StrongShare share = StrongShare.of(0.3, scorer);
        double strong = 0;
        double cheap = 0;
        int calls = 0;
        for (int i = 0; i < 2000; i++) {
            double score = random.nextDouble();
            if (share.decide("t", score)) {
                strong += score;
                calls++;
            } else {
                cheap += score;
            }
        }
        assertThat(strong / calls).isGreaterThan(0.8);
        assertThat(cheap / (2000 - calls)).isLessThan(0.4);
        assertThat(share.threshold("t")).isBetween(0.5, 0.9);
    }

    @Test
    void eachTaskKeyHasAThresholdOfItsOwn() {
        Random random = new Random(1);
        StrongShare share = StrongShare.of(0.5, scorer);
        for (int i = 0; i < 300; i++) {
            share.decide("low", random.nextDouble());
            share.decide("high", 10 + random.nextDouble());
        }
        assertThat(share.threshold("low")).isLessThan(1);
        assertThat(share.threshold("high")).isGreaterThan(10);
        assertThat(share.threshold(null)).isEqualTo(share.threshold("never seen"));
    }

    @Test
    void tooManyTaskKeysShareOne() {
        StrongShare share = StrongShare.of(0.5, scorer);
        for (int i = 0; i < StrongShare.MOST_KEYS + 50; i++) {
            share.decide("key " + i, 0.1);
        }
        assertThat(share.toString())
                .isEqualTo("StrongShare[wanted=0.5, " + (StrongShare.MOST_KEYS + 1) + " task keys]");
    }

    @Test
    void nothingAndEverythingAreKept() {
        Random random = new Random(3);
        assertThat(share(StrongShare.of(0, scorer), 500, random::nextDouble)).isZero();
        assertThat(share(StrongShare.of(1, scorer), 500, random::nextDouble)).isEqualTo(1);
    }

    @Test
    void manyThreadsKeepTheShare() throws Exception {
        StrongShare share = StrongShare.of(0.3, scorer);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Double>> jobs = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                Random random = new Random(t);
                jobs.add(() -> share(share, 1000, random::nextGaussian));
            }
            double sum = 0;
            for (Future<Double> job : threads.invokeAll(jobs)) {
                sum += job.get();
            }
            assertThat(sum / 4).isCloseTo(0.3, within(0.03));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aBudgetIsAShare() {
        BigDecimal cheap = new BigDecimal("0.001");
        BigDecimal strong = new BigDecimal("0.021");
        assertThat(StrongShare.affordable(new BigDecimal("0.007"), cheap, strong))
                .isCloseTo(0.3, within(1e-12));
        assertThat(StrongShare.affordable(BigDecimal.ZERO, cheap, strong)).isZero();
        assertThat(StrongShare.affordable(BigDecimal.ONE, cheap, strong)).isEqualTo(1);
        assertThatThrownBy(() -> StrongShare.affordable(cheap, strong, strong)).hasMessageContaining("dearer");
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> StrongShare.of(1.1, scorer)).hasMessageContaining("wanted");
        StrongShare share = StrongShare.of(0.4, scorer);
        assertThatThrownBy(() -> share.decide("t", Double.NaN)).hasMessageContaining("score");
        assertThat(share.wanted()).isEqualTo(0.4);
    }

    private static double share(StrongShare share, int requests, DoubleSupplier scores) {
        int strong = 0;
        for (int i = 0; i < requests; i++) {
            strong += share.decide("t", scores.getAsDouble()) ? 1 : 0;
        }
        return strong / (double) requests;
    }
}
