package dev.portolan.embedding;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Texts to embed.
 *
 * @param texts the texts, at least one, none empty
 * @param dimensions how many numbers each vector shall have, or {@code null} for the model's own number
 * @param input what the texts are for, or {@code null} when that does not matter
 * @param vendorOptions provider id to a JSON object as text, merged into the wire request; empty for none
 */
public record EmbeddingRequest(
        List<String> texts,
        @Nullable Integer dimensions,
        @Nullable EmbeddingInput input,
        Map<String, String> vendorOptions) {

    /**
     * Checks the components.
     *
     * @param texts as above
     * @param dimensions as above
     * @param input as above
     * @param vendorOptions as above
     * @throws IllegalArgumentException when one of them is not as told above; the message names it
     */
    public EmbeddingRequest {
        texts = RequiredTexts.copy(texts);
        vendorOptions = Map.copyOf(vendorOptions);
        vendorOptions.forEach(RequiredTexts::requireObject);
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("texts: there must be at least one");
        }
        if (texts.contains("")) {
            throw new IllegalArgumentException("texts[" + texts.indexOf("") + "]: must not be empty");
        }
        if (dimensions != null && dimensions < 1) {
            throw new IllegalArgumentException("dimensions: must be at least 1");
        }
    }

    /**
     * Texts with nothing else set.
     *
     * @param texts the texts
     * @return the request
     */
    public static EmbeddingRequest of(String... texts) {
        return new EmbeddingRequest(List.of(texts), null, null, Map.of());
    }

    @Override
    public String toString() {
        return "EmbeddingRequest[" + texts.size() + " texts]";
    }
}
