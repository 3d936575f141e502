package dev.portolan.routing.complexity.training;

import dev.portolan.routing.complexity.TrainingTap;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ridge regression on words, pairs and plain features by dual coordinate ascent: one request after the other in a fixed order of
 * shuffles, plain double arithmetic, one thread. The same data gives the same bits. Labels are the {@link Targets} less their source's mean,
 * so that it learns what is hard within a source and not which source a prompt is from.
 */
final class Ridge {

    /**
     * How it is trained.
     *
     * @param lambda how strongly weights are held at zero
     * @param features how strong the plain features are beside the words
     * @param least in how many requests a word or pair must occur; rarer ones have no weight, so that no prompt is kept
     * @param rarity how much more a rare word counts: its value is (ln(n / its requests))^rarity
     * @param balance how far small sources are weighed up: each request counts (mean size / its source's size)^balance
     * @param size standard deviations of the length prior beside one of the rest
     * @param sizeWithTools what the length of a request with tools adds, each unit of its logarithm in standard deviations of the rest
     */
    record Settings(
            double lambda,
            double features,
            int least,
            double rarity,
            double balance,
            double size,
            double sizeWithTools) {}

    private static final int EPOCHS = 12;
    /** How many standard deviations a feature may be off before it is cut off there. */
    static final double REACH = 3;

    /** In how many requests a feature must say something. */
    private static final int LEAST_USED = 50;

    final double[] gramWeights = new double[TrainingTap.BUCKETS];
    final double[] gramValues = new double[TrainingTap.BUCKETS];
    final double[] centre = new double[TrainingTap.FEATURES];
    final double[] deviation = new double[TrainingTap.FEATURES];
    final double[] featureWeights = new double[TrainingTap.FEATURES];
    double meanGain;

    private final Settings settings;
    private final List<Outcome> outcomes;

    Ridge(List<Outcome> outcomes, Settings settings) {
        this.outcomes = outcomes;
        this.settings = settings;
        rarities();
        standards();
        train();
    }

    private void rarities() {
        int[] occurs = new int[TrainingTap.BUCKETS];
        for (Outcome outcome : outcomes) {
            for (int gram : outcome.sample().grams()) {
                occurs[gram]++;
            }
        }
        for (int i = 0; i < occurs.length; i++) {
            if (occurs[i] >= settings.least()) {
                gramValues[i] =
                        StrictMath.pow(StrictMath.log((outcomes.size() + 1.0) / occurs[i]) / 4, settings.rarity());
            }
        }
    }

    private void standards() {
        int n = outcomes.size();
        for (int f = 0; f < centre.length; f++) {
            double sum = 0;
            double squares = 0;
            int used = 0;
            for (Outcome outcome : outcomes) {
                double value = outcome.sample().features()[f];
                used += value == 0 ? 0 : 1;
                sum += value;
                squares += value * value;
            }
            centre[f] = sum / n;
            double variance = squares / n - centre[f] * centre[f];
            boolean learnt = used >= LEAST_USED && variance >= 1e-6 && f != Recipe.SIZE_WITH_TOOLS;
            deviation[f] = learnt ? Math.sqrt(variance) : 0;
        }
    }

    double standard(float[] features, int f) {
        if (deviation[f] == 0) {
            return 0;
        }
        return Math.max(-REACH, Math.min(REACH, (features[f] - centre[f]) / deviation[f]));
    }

    private void train() {
        int n = outcomes.size();
        double[] labels = Targets.of(outcomes);
        Map<String, double[]> sums = new HashMap<>();
        for (int i = 0; i < n; i++) {
            Outcome outcome = outcomes.get(i);
            double[] sum = sums.computeIfAbsent(outcome.source(), s -> new double[2]);
            sum[0] += labels[i];
            sum[1]++;
            meanGain += outcome.gain() / n;
        }
        double[] counts = new double[n];
        double[] norms = new double[n];
        for (int i = 0; i < n; i++) {
            Outcome outcome = outcomes.get(i);
            double[] sum = sums.get(outcome.source());
            labels[i] -= sum[0] / sum[1];
            counts[i] = StrictMath.pow(n / (double) sums.size() / sum[1], settings.balance());
            norms[i] = norm(outcome);
        }
        double lambda = settings.lambda() * n;
        double[] duals = new double[n];
        int[] order = new int[n];
        Arrays.setAll(order, i -> i);
        long random = 1;
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            for (int i = n - 1; i > 0; i--) {
                random = random * 6364136223846793005L + 1442695040888963407L;
                int j = (int) ((random >>> 33) % (i + 1));
                int swapped = order[i];
                order[i] = order[j];
                order[j] = swapped;
            }
            for (int i : order) {
                Outcome outcome = outcomes.get(i);
                double step =
                        (counts[i] * (labels[i] - predict(outcome)) - duals[i]) / (1 + counts[i] * norms[i] / lambda);
                duals[i] += step;
                move(outcome, step / lambda);
            }
        }
    }

    /** What words and features foretell, before the length prior. */
    double predict(Outcome outcome) {
        return words(outcome) + features(outcome);
    }

    double words(Outcome outcome) {
        int[] grams = outcome.sample().grams();
        double sum = 0;
        for (int gram : grams) {
            sum += gramWeights[gram] * gramValues[gram];
        }
        return grams.length == 0 ? 0 : sum / Math.sqrt(grams.length);
    }

    private double features(Outcome outcome) {
        double sum = 0;
        for (int f = 0; f < featureWeights.length; f++) {
            sum += featureWeights[f]
                    * settings.features()
                    * standard(outcome.sample().features(), f);
        }
        return sum;
    }

    private double norm(Outcome outcome) {
        int[] grams = outcome.sample().grams();
        double sum = 0;
        for (int gram : grams) {
            sum += gramValues[gram] * gramValues[gram];
        }
        double norm = grams.length == 0 ? 0 : sum / grams.length;
        for (int f = 0; f < featureWeights.length; f++) {
            double value = settings.features() * standard(outcome.sample().features(), f);
            norm += value * value;
        }
        return norm;
    }

    private void move(Outcome outcome, double by) {
        int[] grams = outcome.sample().grams();
        double step = grams.length == 0 ? 0 : by / Math.sqrt(grams.length);
        for (int gram : grams) {
            gramWeights[gram] += step * gramValues[gram];
        }
        for (int f = 0; f < featureWeights.length; f++) {
            featureWeights[f] +=
                    by * settings.features() * standard(outcome.sample().features(), f);
        }
    }
}
