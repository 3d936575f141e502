package dev.portolan.routing.complexity;

import dev.portolan.chat.ChatRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * Predicts by how much the strong model would do better on a request than the cheap one. That is not how hard the request is: on
 * what is too hard for both, the strong model gains nothing.
 *
 * <p>It is a linear model over hashed words and pairs of words and some seventy plain features (length, options, numbers, code,
 * maths, tools, history), trained on public outcomes of pairs of models. It runs in the caller's thread in some
 * microseconds, needs no network, and keeps nothing of a request. Of the last user turn at most 4,096 characters from each end are
 * read; the system prompt is not, since it is the same for each request.
 *
 * <p>A prior, not knowledge of your traffic: on a kind of request it has not met it orders only a little better than chance.
 * What is learnt from outcomes goes on top of it. Immutable and thread-safe; the same request has the same score on each JVM.
 */
public final class ComplexityScorer {

    private static final String RESOURCE = "complexity-model.bin";

    /** What tells of a request whatever its language. */
    private static final Feature[] TELLING = {
        Feature.TOOLS,
        Feature.SCHEMA_ASKED,
        Feature.LATEX,
        Feature.MATHS_SIGNS,
        Feature.LOGIC_SIGNS,
        Feature.CODE_FENCES,
        Feature.CODE_SIGNS,
        Feature.OPTIONS,
        Feature.TOOL_ERRORS,
        Feature.REPEATED_CALLS,
    };

    private final GainModel model;

    ComplexityScorer(GainModel model) {
        this.model = model;
    }

    /**
     * The scorer with the weights that come with this library, read at the first call.
     *
     * @return always the same
     */
    public static ComplexityScorer bundled() {
        return Bundled.SCORER;
    }

    /**
     * The expected gain alone.
     *
     * @param request what is asked
     * @return {@link Assessment#gain()}
     */
    public double score(ChatRequest request) {
        Tally tally = new Tally(model.weights);
        RequestFeatures features = RequestFeatures.of(Objects.requireNonNull(request, "request"), tally);
        return gain(features, tally);
    }

    /**
     * All that can be told.
     *
     * @param request what is asked
     * @return the gain, what it rests on, and whether there is anything to weigh
     */
    public Assessment assess(ChatRequest request) {
        Tally tally = new Tally(model.weights);
        RequestFeatures features = RequestFeatures.of(Objects.requireNonNull(request, "request"), tally);
        return new Assessment(gain(features, tally), evidence(features, tally), Smalltalk.kind(request));
    }

    /**
     * The score below which a share of the requests lie that the scorer was trained on; what thresholds start with until they have
     * seen traffic of their own.
     *
     * @param share from 0 to 1
     * @return a gain
     * @throws IllegalArgumentException when the share is out of range
     */
    public double quantile(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share: must be from 0 to 1");
        }
        double[] table = model.quantiles;
        double place = share * (table.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, table.length - 1);
        return table[below] + (place - below) * (table[above] - table[below]);
    }

    private double gain(RequestFeatures features, Tally tally) {
        double gain = model.bias + model.ofWords(tally.sum, features.grams()) + model.ofFeatures(features.values());
        return Math.max(-1, Math.min(1, gain));
    }

    /** Words share buckets, so that some unknown ones look known; what chance would give is taken off, and its spread. */
    private double evidence(RequestFeatures features, Tally tally) {
        double known = 0;
        if (tally.words > 0) {
            double share = tally.knownWords / (double) tally.words;
            double chance = model.occupied;
            known = Math.max(0, (share - chance) / (1 - chance) - 1 / Math.sqrt(tally.words));
        }
        int signs = 0;
        for (Feature feature : TELLING) {
            signs += features.value(feature) > 0 ? 1 : 0;
        }
        return Math.min(1, Math.max(known, signs / 4.0));
    }

    @Override
    public String toString() {
        return "ComplexityScorer[" + Feature.COUNT + " features]";
    }

    /** Adds up the weights of what is told. */
    private static final class Tally implements GramVisitor {

        private final byte[] weights;
        private long sum;
        private int words;
        private int knownWords;

        Tally(byte[] weights) {
            this.weights = weights;
        }

        @Override
        public void gram(int bucket, boolean pair) {
            int weight = weights[bucket];
            sum += weight;
            if (!pair) {
                words++;
                knownWords += weight == 0 ? 0 : 1;
            }
        }
    }

    /** Holds the bundled scorer; a class of its own, so that it is read when it is first asked for. */
    private static final class Bundled {

        static final ComplexityScorer SCORER = read();

        private static ComplexityScorer read() {
            try (InputStream in = ComplexityScorer.class.getResourceAsStream(RESOURCE)) {
                if (in == null) {
                    throw new IllegalStateException(RESOURCE + " is not on the class path");
                }
                return new ComplexityScorer(GainModel.read(in));
            } catch (IOException e) {
                throw new UncheckedIOException(RESOURCE + " cannot be read", e);
            }
        }
    }
}
