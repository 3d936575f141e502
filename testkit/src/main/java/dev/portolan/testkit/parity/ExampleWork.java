package dev.portolan.testkit.parity;

import dev.portolan.chat.ChatRequest;
import dev.portolan.evidence.check.Answer;
import dev.portolan.evidence.dataset.Example;
import dev.portolan.evidence.parity.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Asks all models one example, one call after the other, then scores. Thread-safe. */
final class ExampleWork {

    private static final int SOURCE = 0;

    private final RunSettings settings;
    private final List<SideCalls> sides;
    private final Scoring scoring;

    /** The sides are the source and then the targets. */
    ExampleWork(RunSettings settings, List<SideCalls> sides, Scoring scoring) {
        this.settings = settings;
        this.sides = List.copyOf(sides);
        this.scoring = scoring;
    }

    /** What came of an example; null when the run stopped before all of it was there. */
    @Nullable
    ExampleResult perform(int index) throws InterruptedException {
        Example example = settings.dataset().examples().get(index);
        ChatRequest asked = example.request();
        List<ChatRequest> requests =
                sides.stream().map(side -> side.plan().subject().shape(asked)).toList();
        int control = sides.size();
        CallResult[][] results = new CallResult[control + 1][settings.repeats()];
        SplittableRandom random = new SplittableRandom(settings.seed() ^ (0x9e3779b97f4a7c15L * (index + 1)));
        for (int repeat = 0; repeat < settings.repeats(); repeat++) {
            for (int place : order(random, settings.noiseFloor() ? control + 1 : control)) {
                int side = place == control ? SOURCE : place;
                CallResult result = sides.get(side).ask(index, example, requests.get(side), place == control, repeat);
                if (result == null) {
                    return null;
                }
                results[place][repeat] = result;
            }
        }
        return scored(index, example, requests, results);
    }

    /** Every order is as likely. */
    private static int[] order(SplittableRandom random, int places) {
        int[] order = new int[places];
        for (int i = 0; i < places; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    private @Nullable ExampleResult scored(
            int index, Example example, List<ChatRequest> requests, CallResult[][] results) {
        List<List<Trial>> trials = new ArrayList<>();
        int places = settings.noiseFloor() ? results.length : results.length - 1;
        for (int place = 0; place < places; place++) {
            ChatRequest request = requests.get(place == sides.size() ? SOURCE : place);
            List<Trial> ofPlace = new ArrayList<>();
            for (int repeat = 0; repeat < settings.repeats(); repeat++) {
                Trial trial = scoring.trial(
                        example, request, results[place][repeat], repeat, reference(results, place, repeat));
                if (trial == null) {
                    return null;
                }
                ofPlace.add(trial);
            }
            trials.add(ofPlace);
        }
        return new ExampleResult(
                index,
                example,
                trials.get(SOURCE),
                trials.subList(1, sides.size()),
                settings.noiseFloor() ? trials.get(sides.size()) : List.of());
    }

    /** The source's answer of the same repeat; for the source itself another answer of its own, where there is one. */
    private @Nullable Answer reference(CallResult[][] results, int place, int repeat) {
        if (place != SOURCE) {
            return results[SOURCE][repeat].answer();
        }
        if (settings.repeats() > 1) {
            return results[SOURCE][(repeat + 1) % settings.repeats()].answer();
        }
        return settings.noiseFloor() ? results[sides.size()][repeat].answer() : null;
    }
}
