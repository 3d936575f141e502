package dev.portolan.routing.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.evidence.check.Check;
import dev.portolan.evidence.check.Score;
import dev.portolan.evidence.stats.BoundedEvidence;
import dev.portolan.routing.route.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/**
 * Property 25: dropped shadows are reported with the result (selection bias: drops correlate with load), and the paired set is only pairs
 * whose both outcomes are known. Property 26: A/A mode (target = source) is built in; false-alarm rate and noise floor are measured before
 * a real shadow.
 */
class ShadowStatisticsTest {

    /** The score is what the answer says. */
    private static final Check SAID =
            Check.of("said", seen -> Score.of(Double.parseDouble(seen.answer().text()), "as it says"));

    private final Stage stage = new Stage();

    private static ShadowSettings.Builder all() {
        return ShadowSettings.builder().sample(1).checks(List.of(SAID));
    }

    private static Voice noisy(String model, long seed, double mean) {
        Random chance = new Random(seed);
        return new Voice(model, (request, context) -> {
            if (chance.nextInt(20) == 0) {
                throw Voice.error(ErrorKind.UNAVAILABLE);
            }
            double score = Math.max(0, Math.min(1, mean + 0.1 * chance.nextGaussian()));
            return Voice.answer(model, String.valueOf(score));
        });
    }

    private ShadowStatistics traffic(ShadowModel shadow, int calls, int atOnce) {
        for (int i = 0; i < calls; i++) {
            try {
                shadow.chat(Stage.ask("question " + i), CallContext.EMPTY);
            } catch (LlmException e) {
                assertThat(e.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
            }
            if (i % atOnce == atOnce - 1) {
                stage.run();
            }
        }
        stage.run();
        return shadow.statistics();
    }

    @Test
    void property25EverySampledCallIsAPairOrCountedByItsReason() {
        ShadowModel shadow = stage.shadow(noisy("a", 1, 0.8), noisy("b", 2, 0.8), all().queue(30));
        ShadowStatistics seen = traffic(shadow, 1_000, 50);
        assertThat(seen.sampled()).isEqualTo(1_000);
        assertThat(seen.notCompared(NotCompared.QUEUE_FULL)).isEqualTo(400);
        assertThat(seen.pairs()).isEqualTo(600);
        assertThat(seen.pending()).isZero();
        assertThat(seen.droppedShare()).isEqualTo(0.4);
        assertThat(seen.summary()).contains("queue-full 400").contains("dropped 40.0 % of the sample");
        assertThat(seen.source().ok() + seen.source().failed()).isEqualTo(600);
        assertThat(seen.target().ok() + seen.target().failed()).isEqualTo(600);
        assertThat(seen.outcomes().examples()).isEqualTo(600);
    }

    @Test
    void property25OnlyPairsWhoseBothOutcomesAreKnownAreCompared() {
        Voice source = Voice.saying("a", "1 2");
        ShadowModel shadow = stage.shadow(
                source,
                Voice.failing("b", ErrorKind.CIRCUIT_OPEN),
                ShadowSettings.builder().sample(1));
        shadow.chat(Stage.ask("unsent"), CallContext.EMPTY);
        stage.run();
        try (ChatStream left = shadow.stream(Stage.ask("left"), CallContext.EMPTY)) {
            left.next();
        }
        stage.run();
        ShadowStatistics seen = shadow.statistics();
        assertThat(seen.pairs()).isZero();
        assertThat(seen.source()).isEqualTo(SideStatistics.NONE);
        assertThat(seen.outcomes()).isNull();
        assertThat(seen.notCompared())
                .isEqualTo(Map.of(NotCompared.CIRCUIT_OPEN.id(), 1L, NotCompared.ABANDONED.id(), 1L));
    }

    @Test
    void property26AnAaRunMeasuresTheFalseAlarmRateAndTheNoiseFloor() {
        Voice model = noisy("a", 26, 0.7);
        ShadowModel shadow = stage.shadow(new Target("old", model), new Target("old", model), all(), stage.tasks::add);
        ShadowStatistics seen = traffic(shadow, 2_000, 4);
        assertThat(seen.aa()).isTrue();
        NoiseFloor floor = NoiseFloor.of(seen);
        // Two normal scores: P(b < 0.95 a) with mean 0.7 and deviation 0.1 each is 0.40.
        assertThat(floor.checks().get("said").falseAlarmRate()).isCloseTo(0.40, within(0.04));
        assertThat(floor.falseAlarmRate()).isGreaterThan(0.3);
        assertThat(floor.checks().get("said").difference()).isCloseTo(0, within(0.015));
        assertThat(floor.checks().get("said").evidence()).isLessThan(1);
        assertThat(floor.disagreements()).isBetween(120L, 260L);
        assertThat(seen.summary()).startsWith("A/A of old with itself: ");
        assertThat(NoiseFloor.fromJson(floor.toJson())).isEqualTo(floor);
    }

    @Test
    void property26ARealShadowSaysFirstWhetherAnAaWasMeasured() {
        ShadowModel without = stage.shadow(noisy("a", 1, 0.8), noisy("b", 2, 0.8), all());
        assertThat(traffic(without, 50, 1).summary()).startsWith("No A/A measured");

        Voice model = noisy("a", 3, 0.8);
        ShadowStatistics aa = traffic(
                stage.shadow(new Target("old", model), new Target("old", model), all(), stage.tasks::add), 200, 1);
        ShadowModel with = stage.shadow(noisy("a", 1, 0.8), noisy("b", 2, 0.4), all().noiseFloor(NoiseFloor.of(aa)));
        ShadowStatistics real = traffic(with, 200, 1);
        assertThat(real.summary()).startsWith("A/A of old with itself: ").contains("in A/A)");
        assertThat(real.flaggedShare()).isGreaterThan(2 * NoiseFloor.of(aa).falseAlarmRate());
        assertThat(real.checks().get("said").evidence().value()).isGreaterThan(1_000);
        assertThatThrownBy(() -> NoiseFloor.of(real)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAaWithoutPairsSaysSo() {
        Voice model = noisy("a", 26, 0.7);
        ShadowModel shadow = stage.shadow(new Target("old", model), new Target("old", model), all(), stage.tasks::add);
        NoiseFloor floor = NoiseFloor.of(shadow.statistics());
        assertThat(floor.falseAlarmRate()).isNull();
        assertThat(floor.summary()).isEqualTo("A/A of old with itself: no pairs yet");
    }

    @Test
    void statisticsOfInstancesAddUpExactlyAndSurviveJson() {
        ShadowStatistics one = traffic(stage.shadow(noisy("a", 1, 0.8), noisy("b", 2, 0.6), all()), 300, 3);
        stage.advance(Duration.ofHours(1));
        ShadowStatistics two = traffic(stage.shadow(noisy("a", 3, 0.8), noisy("b", 4, 0.6), all().queue(2)), 200, 5);
        ShadowStatistics both = one.plus(two);
        assertThat(both.pairs()).isEqualTo(one.pairs() + two.pairs());
        assertThat(both.sampled()).isEqualTo(500);
        assertThat(both.since()).isEqualTo(one.since());
        assertThat(both.until()).isEqualTo(two.until());
        assertThat(two.plus(one).since()).isEqualTo(one.since());
        assertThat(both.checks().get("said").pairs())
                .isEqualTo(one.checks().get("said").pairs()
                        + two.checks().get("said").pairs());
        assertThat(both.checks().get("said").evidence().value())
                .isCloseTo(
                        one.checks()
                                .get("said")
                                .evidence()
                                .plus(two.checks().get("said").evidence())
                                .value(),
                        within(1e-9));
        assertThat(ShadowStatistics.fromJson(both.toJson())).isEqualTo(both);
        assertThat(ShadowStatistics.fromJson(one.toJson()).plus(ShadowStatistics.fromJson(two.toJson())))
                .isEqualTo(both);
    }

    @Test
    void statisticsOfDifferentModelsDoNotAddUp() {
        ShadowStatistics one =
                stage.shadow(noisy("a", 1, 0.8), noisy("b", 2, 0.6), all()).statistics();
        ShadowStatistics other = stage.shadow(
                        new Target("old", noisy("a", 1, 0.8)),
                        new Target("third", noisy("c", 1, 0.8)),
                        all(),
                        stage.tasks::add)
                .statistics();
        assertThatThrownBy(() -> one.plus(other)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void brokenJsonIsRefusedWithoutQuotingIt() {
        assertThatThrownBy(() -> ShadowStatistics.fromJson("{\"name\":\"secret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void theEvidenceIsThatOfTheScoresInTheirOrder() {
        double[][] pairs = {{0.9, 0.9}, {0.8, 0.4}, {1, 0.6}, {0.7, 0.7}, {0.9, 0.2}, {0.8, 0.5}};
        ShadowTally tally = new ShadowTally();
        BoundedEvidence expected = BoundedEvidence.NONE;
        for (double[] pair : pairs) {
            expected = expected.plus(pair[1] - 0.9 * pair[0]);
            tally.add(Pairs.scored("said", pair[0], pair[1]));
        }
        CheckStatistics found =
                tally.snapshot("n", "a", "b", 0, 0, Map.of(), null).checks().get("said");
        assertThat(found.evidence().value()).isCloseTo(1.856264, within(1e-6));
        assertThat(expected.value()).isCloseTo(1.856264, within(1e-6));
        assertThat(found.flagged()).isEqualTo(4);
        assertThat(found.improved()).isZero();
        assertThat(found.difference()).isCloseTo(-0.3, within(1e-12));
        assertThat(found.deviation()).isCloseTo(0.2683281573, within(1e-9));
    }

    @Test
    void quantilesOfMergedSketchesAreThoseOfOneSketch() {
        Random chance = new Random(7);
        Histogram whole = new Histogram(2);
        Histogram one = new Histogram(2);
        Histogram other = new Histogram(2);
        for (int i = 0; i < 10_000; i++) {
            long micros = (long) Math.exp(8 + 2 * chance.nextGaussian());
            whole.recordValue(micros);
            (i % 3 == 0 ? one : other).recordValue(micros);
        }
        Latencies merged = Latencies.of(one).plus(Latencies.of(other));
        assertThat(merged).isEqualTo(Latencies.of(whole));
        for (double quantile : new double[] {0, 0.5, 0.95, 0.99, 1}) {
            assertThat(merged.quantile(quantile))
                    .isEqualTo(Duration.ofNanos(1000 * whole.getValueAtPercentile(100 * quantile)));
        }
        assertThat(merged.longerThan(Duration.ofNanos(1000 * whole.getValueAtPercentile(50))))
                .isLessThanOrEqualTo(5_000);
        assertThat(Latencies.NONE.quantile(0.5)).isNull();
    }

    @Test
    void sketchesThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new Latencies(new TreeMap<>(Map.of(5L, 0L))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Latencies.NONE.quantile(2)).isInstanceOf(IllegalArgumentException.class);
    }
}
