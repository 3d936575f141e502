package dev.portolan.testkit.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.error.ErrorKind;
import dev.portolan.evidence.check.Score;
import dev.portolan.evidence.check.ScoreCard;
import dev.portolan.evidence.dataset.Dataset;
import dev.portolan.evidence.parity.CallOutcome;
import dev.portolan.evidence.parity.Gate;
import dev.portolan.evidence.parity.PairResult;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.parity.RunFacts;
import dev.portolan.evidence.parity.SideFacts;
import dev.portolan.evidence.parity.Trial;
import dev.portolan.evidence.stats.Bootstrap;
import dev.portolan.evidence.stats.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A whole evaluation of two models that are equal in truth: three metrics, each of which may find a difference by chance. */
@Tag("integration")
class EqualModelsTest {

    private static final int RUNS = Integer.getInteger("portolan.parity.runs", 200);
    private static final int EXAMPLES = 100;
    private static final Gate GATE =
            Gate.builder().bootstrap(new Bootstrap(500, Bootstrap.SEED)).build();

    @Test
    void equalModelsFailAtMostOnceInAHundredRunsOfOneRepeat() {
        Map<Verdict, Integer> verdicts = verdicts(1);

        assertThat(verdicts.getOrDefault(Verdict.FAIL, 0)).as("%s", verdicts).isLessThanOrEqualTo(RUNS / 100);
        assertThat(verdicts.getOrDefault(Verdict.INVALID, 0)).isZero();
    }

    @Test
    void equalModelsFailAtMostOnceInAHundredRunsOfThreeRepeats() {
        Map<Verdict, Integer> verdicts = verdicts(3);

        assertThat(verdicts.getOrDefault(Verdict.FAIL, 0)).as("%s", verdicts).isLessThanOrEqualTo(RUNS / 100);
    }

    private static Map<Verdict, Integer> verdicts(int repeats) {
        SplittableRandom random = new SplittableRandom(20_260_102L);
        Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
        Dataset dataset = Bench.dataset(EXAMPLES);
        SideFacts side = new SideFacts("side", "", "", Collections.emptySortedSet(), "", Map.of(), 0, 0, 0, 0);
        RunFacts facts = new RunFacts(
                "equal",
                "",
                EXAMPLES,
                repeats,
                1,
                "live",
                "",
                Instant.EPOCH,
                Instant.EPOCH,
                side,
                side,
                List.of(),
                "USD",
                null,
                false,
                List.of());
        for (int run = 0; run < RUNS; run++) {
            List<PairResult> pairs = dataset.examples().stream()
                    .map(example -> {
                        // How hard the example is, for both alike.
                        double easy = 0.7 + 0.3 * random.nextDouble();
                        return new PairResult(
                                example, trials(random, repeats, easy), trials(random, repeats, easy), List.of());
                    })
                    .toList();
            verdicts.merge(ParityReport.evaluate(facts, pairs, GATE, List.of()).verdict(), 1, Integer::sum);
        }
        return verdicts;
    }

    private static List<Trial> trials(SplittableRandom random, int repeats, double easy) {
        List<Trial> trials = new ArrayList<>();
        for (int repeat = 0; repeat < repeats; repeat++) {
            ScoreCard scores = new ScoreCard(List.of(
                    entry("label", random.nextDouble() < easy ? 1 : 0),
                    entry("json", random.nextDouble() < 0.98 ? 1 : 0),
                    entry("extraction", Math.round(10 * Math.min(1, easy + 0.2 * random.nextDouble())) / 10.0)));
            trials.add(new Trial(
                    repeat,
                    CallOutcome.BLOCKED,
                    null,
                    ErrorKind.CONTENT_FILTERED,
                    "simulated",
                    scores,
                    Map.of(),
                    false));
        }
        return trials;
    }

    private static ScoreCard.Entry entry(String check, double value) {
        return new ScoreCard.Entry(check, 1, Score.of(value, "simulated"));
    }
}
