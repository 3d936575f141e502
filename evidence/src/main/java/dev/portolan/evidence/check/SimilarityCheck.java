package dev.portolan.evidence.check;

import dev.portolan.chat.CallContext;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.embedding.EmbeddingRequest;
import dev.portolan.embedding.EmbeddingResponse;
import dev.portolan.error.Cancelled;
import dev.portolan.error.LlmException;
import java.util.Objects;

/**
 * How near the meaning of an answer is to that of another text: the cosine of the angle between their embeddings, {@code a b / (|a|
 * |b|)}, negative ones as 0. A model that fails gives a missing score. Thread-safe if the model is.
 *
 * <p>Unrelated texts score well above 0 with most embedding models, and a missing "not" is hardly seen: find the usual score of one
 * model with itself before choosing a {@link #passingAt pass mark}.
 */
public final class SimilarityCheck implements Check {

    private final EmbeddingModel model;
    private final boolean byReference;

    private SimilarityCheck(EmbeddingModel model, boolean byReference) {
        this.model = Objects.requireNonNull(model, "model");
        this.byReference = byReference;
    }

    /**
     * Compares with the text that the example expects. Not applicable where it expects none.
     *
     * @param model makes the embeddings
     * @return the check {@code similarity}
     */
    public static SimilarityCheck toExpected(EmbeddingModel model) {
        return new SimilarityCheck(model, false);
    }

    /**
     * Compares with the reference answer. Not applicable without one.
     *
     * @param model makes the embeddings
     * @return the check {@code similarity-to-reference}
     */
    public static SimilarityCheck toReference(EmbeddingModel model) {
        return new SimilarityCheck(model, true);
    }

    @Override
    public String name() {
        return byReference ? "similarity-to-reference" : "similarity";
    }

    @Override
    public Score score(Observation observation) {
        Answer reference = observation.reference();
        String other = byReference
                ? reference == null ? null : reference.text()
                : observation.expectations().text();
        if (other == null) {
            return Score.notApplicable(byReference ? "there is no reference answer" : "the example expects no text");
        }
        String text = observation.answer().text();
        if (text.isBlank() || other.isBlank()) {
            // There is nothing to embed; vendors refuse empty text.
            return Score.of(text.isBlank() && other.isBlank(), "at least one of the texts is empty");
        }
        try {
            EmbeddingResponse response = model.embed(EmbeddingRequest.of(text, other), CallContext.EMPTY);
            return cosine(response.vectors().get(0), response.vectors().get(1));
        } catch (Cancelled e) {
            throw e;
        } catch (LlmException e) {
            return Score.missing("the embedding model failed: " + e.kind().id());
        }
    }

    private static Score cosine(float[] one, float[] other) {
        double product = 0;
        double ones = 0;
        double others = 0;
        for (int i = 0; i < one.length; i++) {
            product += (double) one[i] * other[i];
            ones += (double) one[i] * one[i];
            others += (double) other[i] * other[i];
        }
        double cosine = product / Math.sqrt(ones * others);
        return Double.isFinite(cosine)
                ? Score.of(Math.max(0, Math.min(1, cosine)), "cosine " + cosine)
                : Score.missing("the embedding model gave a vector without direction");
    }
}
