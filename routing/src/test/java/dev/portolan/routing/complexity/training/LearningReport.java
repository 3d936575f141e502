package dev.portolan.routing.complexity.training;

import dev.portolan.routing.complexity.Arm;
import dev.portolan.routing.complexity.ComplexityScorer;
import dev.portolan.routing.complexity.StrongShare;
import dev.portolan.routing.complexity.TaskMeans;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What outcomes and scores of their own do to the choices: running means per task, and the share of strong calls. */
final class LearningReport {

    private static final int RUNS = 40;
    private static final int REQUESTS = 500;
    private static final double WANTED = 0.3;

    /** What is told of each request that was drawn: nothing but its task and score, one model's outcome, or both. */
    private enum Told {
        NOTHING,
        SINGLE,
        PAIRS
    }

    private final Map<String, List<Outcome>> outcomes;

    LearningReport(Map<String, List<Outcome>> outcomes) {
        this.outcomes = outcomes;
    }

    /** Prints APGR with a number of own outcomes drawn from a source, on top of a prior, tested on the lines not drawn. */
    void learning(String source, ToDoubleFunction<Outcome> prior, int... sizes) {
        System.out.printf(
                Locale.ROOT,
                "%-14s prior %.3f",
                source,
                GainCurve.of(outcomes.get(source), prior).apgr());
        for (int size : sizes) {
            if (size < outcomes.get(source).size()) {
                System.out.printf("  %d:", size);
                for (Told told : Told.values()) {
                    double[] drawn = IntStream.range(0, RUNS)
                            .mapToDouble(run -> learnt(source, prior, size, told, run))
                            .toArray();
                    double mean = Arrays.stream(drawn).average().orElseThrow();
                    double squares = Arrays.stream(drawn)
                            .map(d -> (d - mean) * (d - mean))
                            .sum();
                    System.out.printf(
                            Locale.ROOT,
                            " %s %.3f (%.3f)",
                            told.name().toLowerCase(Locale.ROOT),
                            mean,
                            Math.sqrt(squares / (RUNS - 1)));
                }
            }
        }
        System.out.println();
    }

    private double learnt(String source, ToDoubleFunction<Outcome> prior, int size, Told told, int run) {
        Random random = new Random(run);
        List<Outcome> mixed = new ArrayList<>(outcomes.get(source));
        Collections.shuffle(mixed, random);
        TaskMeans means = new TaskMeans(TaskMeans.Settings.DEFAULT);
        for (Outcome outcome : mixed.subList(0, size)) {
            means.seen(outcome.category(), prior.applyAsDouble(outcome));
            boolean cheap = random.nextBoolean();
            if (told == Told.PAIRS || (told == Told.SINGLE && cheap)) {
                means.record(outcome.category(), Arm.CHEAP, outcome.weak());
            }
            if (told == Told.PAIRS || (told == Told.SINGLE && !cheap)) {
                means.record(outcome.category(), Arm.STRONG, outcome.strong());
            }
        }
        ToDoubleFunction<Outcome> gain = o -> means.gain(o.category(), prior.applyAsDouble(o));
        return GainCurve.of(mixed.subList(size, mixed.size()), gain).apgr();
    }

    /** Prints the share of strong calls in the first 500 requests of each source, then in 500 of each after the other. */
    void shares(ComplexityScorer scorer) {
        StrongShare shifting = StrongShare.of(WANTED, scorer);
        outcomes.forEach((source, all) -> {
            List<Outcome> mixed = new ArrayList<>(all);
            Collections.shuffle(mixed, new Random(1));
            System.out.printf(
                    Locale.ROOT,
                    "%-18s alone %.3f  in turn %.3f%n",
                    source,
                    share(StrongShare.of(WANTED, scorer), scorer, mixed),
                    share(shifting, scorer, mixed));
        });
    }

    static double share(StrongShare share, ComplexityScorer scorer, List<Outcome> requests) {
        int strong = 0;
        for (int i = 0; i < REQUESTS; i++) {
            double score = scorer.score(requests.get(i % requests.size()).request());
            strong += share.decide(null, score) ? 1 : 0;
        }
        return strong / (double) REQUESTS;
    }
}
