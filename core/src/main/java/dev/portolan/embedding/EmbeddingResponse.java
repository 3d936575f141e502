package dev.portolan.embedding;

import dev.portolan.chat.Usage;
import dev.portolan.chat.Warning;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of embedded texts. The arrays are handed out as they are, not copied: do not write to them. Two are equal when
 * their numbers are.
 *
 * @param vectors one for each text, in the order of the texts; at least one
 * @param usage the tokens taken, over all batches
 * @param provider who answered
 * @param model the model that really answered
 * @param requestId the vendor's id of the (last) HTTP request, or {@code null}
 * @param warnings what was not done quite as asked
 */
public record EmbeddingResponse(
        List<float[]> vectors,
        Usage usage,
        String provider,
        String model,
        @Nullable String requestId,
        List<Warning> warnings) {

    /**
     * Checks the components.
     *
     * @param vectors as above
     * @param usage as above
     * @param provider as above
     * @param model as above
     * @param requestId as above
     * @param warnings as above
     */
    public EmbeddingResponse {
        vectors = List.copyOf(vectors);
        if (vectors.isEmpty()) {
            throw new IllegalArgumentException("vectors: there must be at least one");
        }
        warnings = List.copyOf(warnings);
        Objects.requireNonNull(usage, "usage");
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(model, "model");
    }

    /**
     * How many numbers each vector has.
     *
     * @return the length of the first vector
     */
    public int dimensions() {
        return vectors.get(0).length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EmbeddingResponse that
                && Arrays.deepEquals(vectors.toArray(), that.vectors.toArray())
                && usage.equals(that.usage)
                && provider.equals(that.provider)
                && model.equals(that.model)
                && Objects.equals(requestId, that.requestId)
                && warnings.equals(that.warnings);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.deepHashCode(vectors.toArray()), usage, provider, model, requestId, warnings);
    }

    @Override
    public String toString() {
        return "EmbeddingResponse[" + vectors.size() + " vectors of " + dimensions() + ", " + provider + "/" + model
                + "]";
    }
}
