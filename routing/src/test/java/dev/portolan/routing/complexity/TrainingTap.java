package dev.portolan.routing.complexity;

import dev.portolan.chat.ChatRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** What the training programs see of the scorer's insides. */
public final class TrainingTap {

    /** How many buckets words and pairs fall into. */
    public static final int BUCKETS = GramVisitor.BUCKETS;

    /** How many plain features there are. */
    public static final int FEATURES = Feature.COUNT;

    private TrainingTap() {}

    /**
     * A request as the scorer reads it.
     *
     * @param grams the buckets of its words and pairs, as told
     * @param features the plain features
     */
    public record Sample(int[] grams, float[] features) {}

    /** Reads a request. */
    public static Sample sample(ChatRequest request) {
        int[][] grams = {new int[256]};
        int[] count = {0};
        RequestFeatures features = RequestFeatures.of(request, (bucket, pair) -> {
            if (count[0] == grams[0].length) {
                grams[0] = Arrays.copyOf(grams[0], 2 * count[0]);
            }
            grams[0][count[0]++] = bucket;
        });
        return new Sample(Arrays.copyOf(grams[0], count[0]), features.values().clone());
    }

    /** The place of a feature. */
    public static int place(String feature) {
        return Feature.valueOf(feature).place();
    }

    /** The name of a feature. */
    public static String name(int place) {
        return Feature.values()[place].name();
    }

    /** Learnt weights, as {@link GainModel} has them. */
    public record Weights(
            double bias,
            double scale,
            byte[] weights,
            double[] centre,
            double[] slope,
            double[] reach,
            double[] quantiles) {

        private GainModel model() {
            return new GainModel(bias, scale, weights, centre, slope, reach, quantiles);
        }

        /** A scorer of them. */
        public ComplexityScorer scorer() {
            return new ComplexityScorer(model());
        }

        /** Writes the resource. */
        public void write(OutputStream out) throws IOException {
            model().write(out);
        }
    }
}
