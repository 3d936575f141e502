package dev.portolan.testkit.model;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.Deadline;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Usage;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.embedding.EmbeddingRequest;
import dev.portolan.embedding.EmbeddingResponse;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.TimeoutPhase;
import dev.portolan.simulator.SimulatedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An embedding model for tests. Vectors have length 1 and depend on the words of a text alone: the same text gives the same vector,
 * texts with many words in common lie near each other, texts with none far apart. Whether the text is a query or a document makes
 * no difference. Remembers what it was asked. Thread-safe.
 */
public final class TestEmbeddingModel implements EmbeddingModel {

    private static final int DEFAULT_DIMENSIONS = 64;
    private static final ModelInfo INFO = ModelInfo.builder("test", "test").build();

    private final int dimensions;
    private final ConcurrentLinkedQueue<EmbeddingRequest> requests = new ConcurrentLinkedQueue<>();
    private volatile @Nullable ErrorKind failure;

    /** A model with vectors of 64 numbers. */
    public TestEmbeddingModel() {
        this(DEFAULT_DIMENSIONS);
    }

    /**
     * A model with vectors of some length.
     *
     * @param dimensions how many numbers a vector has where a request does not say; at least 1
     */
    public TestEmbeddingModel(int dimensions) {
        if (dimensions < 1) {
            throw new IllegalArgumentException("dimensions: must be at least 1");
        }
        this.dimensions = dimensions;
    }

    /**
     * Makes all further calls fail, or none.
     *
     * @param kind the kind of failure, or {@code null} for none
     */
    public void fail(@Nullable ErrorKind kind) {
        this.failure = kind;
    }

    /**
     * What it was asked, calls that failed included.
     *
     * @return oldest first; a copy
     */
    public List<EmbeddingRequest> requests() {
        return List.copyOf(requests);
    }

    @Override
    public EmbeddingResponse embed(EmbeddingRequest request, CallContext context) {
        requireOpen(context);
        requests.add(request);
        ErrorKind kind = failure;
        if (kind != null) {
            throw error("the test planted an error of kind " + kind, kind, details -> details);
        }
        int length = request.dimensions() == null ? dimensions : request.dimensions();
        List<float[]> vectors = new ArrayList<>();
        long tokens = 0;
        for (String text : request.texts()) {
            List<String> pieces = SimulatedModel.pieces(text);
            tokens += pieces.size();
            vectors.add(vector(pieces, length));
        }
        Usage usage = Usage.builder().inputTokens(tokens).build();
        return new EmbeddingResponse(vectors, usage, INFO.provider(), INFO.model(), null, List.of());
    }

    @Override
    public ModelInfo info() {
        return INFO;
    }

    private static void requireOpen(CallContext context) {
        Cancellation cancellation = context.cancellation();
        if (cancellation != null && cancellation.isCancelled()) {
            throw error("cancelled before it was sent", ErrorKind.CANCELLED, details -> details);
        }
        Deadline deadline = context.deadline();
        if (deadline != null && deadline.isExpired()) {
            throw error(
                    "the deadline passed before the request was sent",
                    ErrorKind.TIMEOUT,
                    details -> details.timeoutPhase(TimeoutPhase.TOTAL).retryable(false));
        }
    }

    private static LlmException error(String summary, ErrorKind kind, UnaryOperator<ErrorDetails.Builder> more) {
        return more.apply(
                        ErrorDetails.builder(summary).provider(INFO.provider()).model(INFO.model()))
                .toException(kind);
    }

    /** The sum of a direction for each word, scaled to length 1. */
    private static float[] vector(List<String> pieces, int length) {
        double[] sum = new double[length];
        for (String piece : pieces) {
            SplittableRandom direction =
                    new SplittableRandom(piece.strip().toLowerCase(Locale.ROOT).hashCode());
            for (int i = 0; i < length; i++) {
                sum[i] += direction.nextDouble() - 0.5;
            }
        }
        double square = 0;
        for (double number : sum) {
            square += number * number;
        }
        float[] unit = new float[length];
        for (int i = 0; i < length; i++) {
            unit[i] = (float) (sum[i] / Math.sqrt(square));
        }
        return unit;
    }

    @Override
    public String toString() {
        return "TestEmbeddingModel[" + dimensions + "]";
    }
}
