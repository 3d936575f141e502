package dev.portolan.routing.complexity.training;

import dev.portolan.routing.complexity.ComplexityScorer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;

/**
 * Prints what the scorer is worth, on outcomes it was not trained on. Run as {@link Training} with this class and the folder of
 * outcomes. Each source is split by {@link Outcome#fifth()}: three fifths train, two test.
 */
public final class Report {

    private static final double PRICE_RATIO = 20;
    private static final double QUALITY = 0.95;
    private static final int FIFTHS = 5;

    private final Map<String, List<Outcome>> outcomes = new LinkedHashMap<>();

    private Report(Path folder) throws IOException {
        for (String source : OutcomeFiles.ALL) {
            outcomes.put(source, OutcomeFiles.read(folder, source));
        }
    }

    /**
     * Prints all tables.
     *
     * @param args the folder of outcomes
     * @throws IOException when it cannot be read
     */
    public static void main(String[] args) throws IOException {
        Report report = new Report(Path.of(args[0]));
        report.accuracy();
        report.learning();
    }

    /** Whether an outcome is for training. */
    static boolean trains(int fifth) {
        return fifth < 3;
    }

    private void accuracy() {
        ComplexityScorer seven = scorer(part(OutcomeFiles.ALL, Report::trains));
        ComplexityScorer permitted = scorer(part(OutcomeFiles.PERMITTED, Report::trains));
        Map<String, Double> crossSeven = crossed(OutcomeFiles.ALL);
        Map<String, Double> crossPermitted = crossed(OutcomeFiles.PERMITTED);
        System.out.println(
                "APGR. split: trained on three fifths, tested on two. cross: each fifth by a scorer of the other four.");
        System.out.println(
                "seven: trained on all sources. shipped: on the four that may be published. out: on the other six.");
        String form = "%-18s %6s" + " %13s".repeat(6) + "%n";
        System.out.printf(
                form, "source", "n", "length", "split seven", "split shipped", "cross seven", "cross shipped", "out");
        double[] sums = new double[6];
        for (String source : OutcomeFiles.ALL) {
            List<Outcome> test = part(List.of(source), fifth -> !trains(fifth));
            List<String> others = new ArrayList<>(OutcomeFiles.ALL);
            others.remove(source);
            double[] row = {
                apgr(outcomes.get(source), Outcome::length),
                apgr(test, gain(seven)),
                apgr(test, gain(permitted)),
                apgr(outcomes.get(source), outcome -> crossSeven.get(outcome.id())),
                apgr(outcomes.get(source), outcome -> crossPermitted.get(outcome.id())),
                apgr(outcomes.get(source), gain(scorer(part(others, fifth -> true))))
            };
            Arrays.setAll(sums, i -> sums[i] + row[i] / OutcomeFiles.ALL.size());
            print(source, outcomes.get(source).size(), row);
        }
        print("mean", 0, sums);
        savings(crossSeven, crossPermitted);
    }

    private void learning() {
        LearningReport learning = new LearningReport(outcomes);
        System.out.println("\nAPGR with own requests, category as task key, mean and standard deviation of the draws;"
                + " prior: shipped, cross-validated; then one that left the source out");
        Map<String, Double> shipped = crossed(OutcomeFiles.PERMITTED);
        for (String source : List.of("routellm_mmlu", "mmlu_pro", "llmrouter", "bfcl")) {
            List<String> others = new ArrayList<>(OutcomeFiles.ALL);
            others.remove(source);
            learning.learning(source, outcome -> shipped.get(outcome.id()), 100, 400, 1600);
            ComplexityScorer leftOut = scorer(part(others, fifth -> true));
            Map<String, Double> scores = new HashMap<>();
            outcomes.get(source).forEach(o -> scores.put(o.id(), leftOut.score(o.request())));
            learning.learning(source, outcome -> scores.get(outcome.id()), 100, 400, 1600);
        }
        System.out.println("\nShare of strong calls in 500 requests, asked 0.3");
        learning.shares(ComplexityScorer.bundled());
    }

    /** Predictions by scorers that did not see the fifth that the outcome is in. */
    private Map<String, Double> crossed(List<String> training) {
        Map<String, Double> predictions = new HashMap<>();
        for (int k = 0; k < FIFTHS; k++) {
            int fifth = k;
            ComplexityScorer scorer = scorer(part(training, other -> other != fifth));
            for (Outcome outcome : part(OutcomeFiles.ALL, own -> own == fifth)) {
                predictions.put(outcome.id(), scorer.score(outcome.request()));
            }
        }
        return predictions;
    }

    private void savings(Map<String, Double> seven, Map<String, Double> permitted) {
        System.out.printf(
                "%nSaved at %.0f %% of the strong model's score, price ratio %.0f, by the cross-validated predictions%n",
                100 * QUALITY, PRICE_RATIO);
        System.out.printf(
                "%-18s %8s %8s %8s %8s %8s %8s%n", "source", "weak", "strong", "chance", "shipped", "seven", "oracle");
        for (String source : OutcomeFiles.ALL) {
            List<Outcome> all = outcomes.get(source);
            GainCurve chance = GainCurve.of(all, o -> 0);
            System.out.printf(
                    Locale.ROOT,
                    "%-18s %8.3f %8.3f %7.0f%% %7.0f%% %7.0f%% %7.0f%%%n",
                    source,
                    chance.weak(),
                    chance.strong(),
                    100 * chance.saved(QUALITY, PRICE_RATIO),
                    100 * GainCurve.of(all, o -> permitted.get(o.id())).saved(QUALITY, PRICE_RATIO),
                    100 * GainCurve.of(all, o -> seven.get(o.id())).saved(QUALITY, PRICE_RATIO),
                    100 * GainCurve.of(all, Outcome::gain).saved(QUALITY, PRICE_RATIO));
        }
    }

    private static void print(String source, int size, double[] row) {
        System.out.printf("%-18s %6d", source, size);
        for (double value : row) {
            System.out.printf(Locale.ROOT, " %13.3f", value);
        }
        System.out.println();
    }

    private List<Outcome> part(List<String> sources, IntPredicate fifth) {
        return sources.stream()
                .flatMap(source -> outcomes.get(source).stream())
                .filter(outcome -> fifth.test(outcome.fifth()))
                .toList();
    }

    private static ComplexityScorer scorer(List<Outcome> training) {
        return Recipe.train(training).scorer();
    }

    private static ToDoubleFunction<Outcome> gain(ComplexityScorer scorer) {
        return outcome -> scorer.score(outcome.request());
    }

    private static double apgr(List<Outcome> test, ToDoubleFunction<Outcome> prediction) {
        return GainCurve.of(test, prediction).apgr();
    }
}
