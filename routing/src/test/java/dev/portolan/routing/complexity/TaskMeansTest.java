package dev.portolan.routing.complexity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TaskMeansTest {

    private final TaskMeans means = new TaskMeans(TaskMeans.Settings.DEFAULT);

    @Test
    void theScoreStandsUntilBothModelsHaveOutcomes() {
        assertThat(means.gain("new", 0.2)).isEqualTo(0.2);
        assertThat(means.gain(null, 0.2)).isEqualTo(0.2);
        means.record("new", Arm.STRONG, 1);
        assertThat(means.gain("new", 0.2)).isEqualTo(0.2);
    }

    @Test
    void fifteenPairsCountAsMuchAsThePrior() {
        TaskMeans steady = new TaskMeans(new TaskMeans.Settings(15, 1e12, 0));
        for (int i = 0; i < 15; i++) {
            steady.record("sums", Arm.CHEAP, 0.25);
            steady.record("sums", Arm.STRONG, 0.85);
        }
        assertThat(steady.gain("sums", 0.2)).isCloseTo((0.2 + 0.6) / 2, within(1e-9));
        assertThat(steady.gain("sums", 0.3)).isCloseTo(0.45, within(1e-9));
        assertThat(steady.gain("other", 0.2)).isEqualTo(0.2);
    }

    @Test
    void withinATaskADifferenceOfScoresCountsAFifth() {
        TaskMeans steady = new TaskMeans(new TaskMeans.Settings(15, 1e12, 0));
        for (int i = 0; i < 99; i++) {
            steady.seen("letters", i % 3 == 0 ? 0.4 : 0.1);
        }
        double usual = steady.gain("letters", 0.2);
        assertThat(usual).isCloseTo(0.2, within(1e-9));
        assertThat(steady.gain("letters", 0.3)).isCloseTo(usual + 0.1 * 0.2 + 0.1 * 0.8 / 100, within(1e-9));
        assertThat(steady.gain("letters", 0.1)).isLessThan(usual);
        assertThat(steady.gain("other", 0.3)).isEqualTo(0.3);
    }

    @Test
    void thePriorOfATaskIsTheMeanScoreOfItsRequests() {
        TaskMeans steady = new TaskMeans(new TaskMeans.Settings(15, 1e12, 0));
        for (int i = 0; i < 15; i++) {
            steady.seen("sums", 0.2);
            steady.record("sums", Arm.CHEAP, 0.25);
            steady.record("sums", Arm.STRONG, 0.85);
        }
        // All that was measured is 0.4 above its scores; 15 pairs of it beside a prior of 15 are 0.2.
        assertThat(steady.gain("sums", 0.2)).isCloseTo((0.2 + 0.2 + 0.6) / 2, within(1e-9));
        assertThat(steady.gain("sums", 0.3)).isGreaterThan(steady.gain("sums", 0.2));
    }

    @Test
    void whatIsNotMeasuredMovesWithWhatIs() {
        TaskMeans steady = new TaskMeans(new TaskMeans.Settings(10, 1e12, 0));
        for (int i = 0; i < 990; i++) {
            steady.seen("measured", 0.3);
            steady.record("measured", Arm.CHEAP, 0.9);
            steady.record("measured", Arm.STRONG, 1);
        }
        assertThat(steady.gain("new", 0.3)).isCloseTo(0.3 - 0.2 * 0.99, within(1e-9));
        assertThat(steady.gain(null, 0.3)).isCloseTo(0.3 - 0.2 * 0.99, within(1e-9));
        assertThat(steady.gain("new", -1)).isEqualTo(-1);
    }

    @Test
    void whatManyThreadsTellIsAllCounted() throws Exception {
        TaskMeans steady = new TaskMeans(new TaskMeans.Settings(40, 1e12, 0));
        Thread[] threads = new Thread[4];
        for (int t = 0; t < threads.length; t++) {
            threads[t] = new Thread(() -> {
                for (int i = 0; i < 1000; i++) {
                    String task = "task " + i % 3;
                    steady.seen(task, 0.1);
                    steady.record(task, Arm.CHEAP, 0.5);
                    steady.record(task, Arm.STRONG, 1);
                }
            });
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(steady.gain("new", 0.1)).isCloseTo(0.1 + 0.4 * 4000 / 4040, within(1e-6));
    }

    @Test
    void manyOutcomesOutweighThePrior() {
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            means.record("easy", Arm.CHEAP, random.nextInt(10) < 9 ? 1 : 0);
            means.record("easy", Arm.STRONG, random.nextInt(10) < 9 ? 1 : 0);
        }
        assertThat(means.gain("easy", 0.3)).isCloseTo(0, within(0.05));
        assertThat(means.standardError("easy")).isLessThan(0.03);
        assertThat(means.standardError("unknown")).isBetween(0.08, 0.09);
    }

    @Test
    void oldOutcomesAreForgotten() {
        TaskMeans quick = new TaskMeans(new TaskMeans.Settings(1, 20, 0));
        for (int i = 0; i < 200; i++) {
            quick.record("t", Arm.CHEAP, 1);
            quick.record("t", Arm.STRONG, 1);
        }
        assertThat(quick.gain("t", 0.2)).isLessThan(0.02);
        for (int i = 0; i < 200; i++) {
            quick.record("t", Arm.CHEAP, 0);
            quick.record("t", Arm.STRONG, 1);
        }
        assertThat(quick.gain("t", 0.2)).isGreaterThan(0.9);
    }

    @Test
    void whatIsKeptIsLearntOnFrom() {
        means.record("a", Arm.CHEAP, 0.5);
        means.record("a", Arm.STRONG, 1);
        means.seen("a", 0.25);
        means.record("b \"quoted\"", Arm.CHEAP, 0.5);
        TaskMeans read = TaskMeans.fromJson(means.toJson(), TaskMeans.Settings.DEFAULT);
        assertThat(read.toJson()).isEqualTo(means.toJson());
        assertThat(read.gain("a", 0.1)).isCloseTo(means.gain("a", 0.1), within(1e-12));
        assertThat(read.gain("b", 0.1)).isNotEqualTo(0.1).isCloseTo(means.gain("b", 0.1), within(1e-12));
        assertThat(means.toJson())
                .startsWith("{\"format\":\"portolan-task-means/1\",\"tasks\":{\"a\":[1.0,0.5,1.0,1.0,1.0,0.25],");
    }

    @Test
    void whatTwoInstancesLearntIsJoined() {
        TaskMeans whole = new TaskMeans(new TaskMeans.Settings(15, 1e12, 0));
        TaskMeans first = new TaskMeans(new TaskMeans.Settings(15, 1e12, 0));
        TaskMeans second = new TaskMeans(new TaskMeans.Settings(15, 1e12, 0));
        for (int i = 0; i < 40; i++) {
            TaskMeans half = i % 2 == 0 ? first : second;
            for (TaskMeans learner : new TaskMeans[] {whole, half}) {
                learner.seen("t", i / 80.0);
                learner.record("t", Arm.CHEAP, i % 3 == 0 ? 1 : 0);
                learner.record("t", Arm.STRONG, 1);
            }
        }
        first.merge(second);
        assertThat(first.gain("t", 0.2)).isCloseTo(whole.gain("t", 0.2), within(1e-9));
        assertThat(first.gain("new", 0.2)).isCloseTo(whole.gain("new", 0.2), within(1e-9));
    }

    @Test
    void explorationIsRareSeededAndOnlyAsked() {
        Random one = new Random(11);
        Random two = new Random(11);
        int explored = 0;
        for (int i = 0; i < 10_000; i++) {
            boolean explores = means.explores(one);
            assertThat(means.explores(two)).isEqualTo(explores);
            explored += explores ? 1 : 0;
        }
        assertThat(explored).isBetween(250, 350);
        assertThat(new TaskMeans(new TaskMeans.Settings(15, 100, 0)).explores(one))
                .isFalse();
    }

    @Test
    void tooManyTaskKeysAreNotLearnt() {
        for (int i = 0; i < TaskMeans.MOST_KEYS; i++) {
            means.record("key " + i, Arm.CHEAP, 1);
        }
        means.record("one too many", Arm.CHEAP, 0);
        means.record("one too many", Arm.STRONG, 1);
        assertThat(means.gain("one too many", 0.1)).isEqualTo(0.1);
        assertThat(means.toString()).isEqualTo("TaskMeans[" + TaskMeans.MOST_KEYS + " task keys]");
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> means.record("t", Arm.CHEAP, 1.1)).hasMessageContaining("outcome");
        assertThatThrownBy(() -> means.record("t", Arm.CHEAP, Double.NaN)).hasMessageContaining("outcome");
        assertThatThrownBy(() -> means.seen("t", 1.1)).hasMessageContaining("score");
        assertThatThrownBy(() -> new TaskMeans.Settings(0, 10, 0)).hasMessageContaining("priorWeight");
        assertThatThrownBy(() -> new TaskMeans.Settings(1, 0, 0)).hasMessageContaining("halfLife");
        assertThatThrownBy(() -> new TaskMeans.Settings(1, 1, 0.6)).hasMessageContaining("exploration");
        for (String json : new String[] {
            "{",
            "{}",
            "{\"format\":\"portolan-task-means/1\",\"tasks\":{\"a\":[1,2,3,4]}}",
            "{\"format\":\"portolan-task-means/1\",\"tasks\":{\"a\":[-1,0,0,0,0,0]}}"
        }) {
            assertThatThrownBy(() -> TaskMeans.fromJson(json, TaskMeans.Settings.DEFAULT))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
