package dev.portolan.routing.complexity.training;

import dev.portolan.routing.complexity.ComplexityScorer;
import dev.portolan.routing.complexity.TrainingTap;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How the shipped scorer is made of outcomes. The settings were chosen among some 130 by the five-fold cross-validation that {@link Report}
 * prints; their neighbours are within 0.002 of its mean. What the length of a request with tools counts is judgement, since the sources that
 * may be published have no tools and so the words tell nothing of them.
 */
final class Recipe {

    static final Ridge.Settings SETTINGS = new Ridge.Settings(7e-4, 0.2, 8, 0.75, 0.2, 0.5, 2.4);

    static final int SIZE_WITH_TOOLS = TrainingTap.place("SIZE_WITH_TOOLS");

    /** Beyond 4.5 times the usual length, or below a part of 4.5, nothing is added. */
    private static final double SIZE_WITH_TOOLS_REACH = 1.5;

    private static final int STEPS = 100;

    /**
     * What no public outcome tells of, as gain for each unit of the feature. These are judgement, not measurement: an agent whose tools
     * fail or that repeats itself is stuck, and who asks for effort expects a hard request.
     */
    private static final Map<String, Double> UNMEASURED =
            Map.of("TOOL_ERRORS", 0.04, "REPEATED_CALLS", 0.08, "EFFORT_ASKED", 0.01);

    private Recipe() {}

    /** Trains on outcomes, and rounds as the resource does. */
    static TrainingTap.Weights train(List<Outcome> outcomes) {
        Ridge ridge = new Ridge(outcomes, SETTINGS);
        double mean = 0;
        double squares = 0;
        for (Outcome outcome : outcomes) {
            double predicted = ridge.predict(outcome);
            mean += predicted / outcomes.size();
            squares += predicted * predicted / outcomes.size();
        }
        double spread = Math.sqrt(squares - mean * mean);
        double[] slope = new double[TrainingTap.FEATURES];
        double[] reach = new double[TrainingTap.FEATURES];
        double[] centre = ridge.centre.clone();
        for (int f = 0; f < slope.length; f++) {
            double deviation = ridge.deviation[f];
            if (f == SIZE_WITH_TOOLS) {
                centre[f] = 0;
                reach[f] = SIZE_WITH_TOOLS_REACH;
                slope[f] = SETTINGS.sizeWithTools() * spread;
            } else if (deviation == 0) {
                centre[f] = 0;
                reach[f] = 10;
                slope[f] = UNMEASURED.getOrDefault(TrainingTap.name(f), 0.0);
            } else {
                reach[f] = Ridge.REACH * deviation;
                slope[f] = ridge.featureWeights[f] * SETTINGS.features() / deviation;
                if (f == TrainingTap.place("SIZE")) {
                    slope[f] += SETTINGS.size() * spread / deviation;
                }
            }
        }
        double[] words = new double[TrainingTap.BUCKETS];
        for (int i = 0; i < words.length; i++) {
            words[i] = ridge.gramWeights[i] * ridge.gramValues[i];
        }
        double scale = scale(words);
        byte[] bytes = new byte[words.length];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = rounded(words[i] / scale);
        }
        double bias = ridge.meanGain - mean;
        double[] none = {0, 0};
        ComplexityScorer unsorted = new TrainingTap.Weights(bias, scale, bytes, centre, slope, reach, none).scorer();
        double[] gains = outcomes.stream()
                .mapToDouble(outcome -> unsorted.score(outcome.request()))
                .sorted()
                .toArray();
        double[] quantiles = new double[STEPS + 1];
        Arrays.setAll(quantiles, i -> gains[(int) ((long) i * (gains.length - 1) / STEPS)]);
        return new TrainingTap.Weights(bias, scale, bytes, centre, slope, reach, quantiles);
    }

    /** So that all but one weight in a thousand are below 127 steps; those are cut off. */
    private static double scale(double[] words) {
        double[] sizes =
                Arrays.stream(words).map(Math::abs).filter(w -> w > 0).sorted().toArray();
        return sizes.length == 0 ? 1 : sizes[(int) (sizes.length * 0.999)] / 127;
    }

    private static byte rounded(double steps) {
        return (byte) Math.max(-127, Math.min(127, Math.rint(steps)));
    }
}
