package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.Warning;
import dev.portolan.embedding.EmbeddingInput;
import dev.portolan.embedding.EmbeddingRequest;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The formats of embedding models.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed.html">AWS: Cohere embeddings</a>
 * @see <a href="https://docs.aws.amazon.com/nova/latest/userguide/embeddings-schema.html">AWS: Nova embeddings</a>
 */
enum EmbeddingFormat {
    /** One text a call; only the second version has dimensions. */
    TITAN(1),
    /** Many texts a call, and what they are for. */
    COHERE(96),
    /** One text a call, and what it is for. */
    NOVA(1);

    private final int maxTexts;

    EmbeddingFormat(int maxTexts) {
        this.maxTexts = maxTexts;
    }

    /** The format of a model; a profile or ARN that tells nothing needs base-model. */
    static EmbeddingFormat of(String model) {
        String id = model.toLowerCase(Locale.ROOT);
        if (id.contains("cohere.embed")) {
            return COHERE;
        }
        if (id.contains("nova")) {
            return NOVA;
        }
        if (id.contains("titan-embed")) {
            return TITAN;
        }
        throw new IllegalArgumentException("model: " + model
                + " is no embedding model that is known here (Titan, Cohere, Nova); for an ARN set base-model");
    }

    int maxTexts() {
        return maxTexts;
    }

    ObjectNode body(List<String> texts, EmbeddingRequest request) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        Integer dimensions = request.dimensions();
        boolean query = request.input() == EmbeddingInput.QUERY;
        switch (this) {
            case TITAN -> {
                body.put("inputText", texts.get(0));
                if (dimensions != null) {
                    body.put("dimensions", dimensions);
                }
            }
            case COHERE -> {
                texts.forEach(body.putArray("texts")::add);
                body.put("input_type", query ? "search_query" : "search_document");
                if (dimensions != null) {
                    body.put("output_dimension", dimensions);
                }
            }
            case NOVA -> {
                body.put("taskType", "SINGLE_EMBEDDING");
                ObjectNode single = body.putObject("singleEmbeddingParams");
                single.put("embeddingPurpose", query ? "GENERIC_RETRIEVAL" : "GENERIC_INDEX");
                if (dimensions != null) {
                    single.put("embeddingDimension", dimensions);
                }
                single.putObject("text").put("truncationMode", "NONE").put("value", texts.get(0));
            }
        }
        return body;
    }

    List<Warning> warnings(EmbeddingRequest request) {
        return this == TITAN && request.input() != null
                ? List.of(new Warning("left-out", "input", "Titan makes no difference between queries and documents"))
                : List.of();
    }

    List<float[]> vectors(JsonNode body, int expected) {
        List<float[]> vectors = new ArrayList<>(expected);
        switch (this) {
            case TITAN -> vectors.add(vector(body.path("embedding")));
            case COHERE -> {
                JsonNode all = body.path("embeddings");
                (all.isObject() ? all.path("float") : all).forEach(each -> vectors.add(vector(each)));
            }
            case NOVA -> body.path("embeddings").forEach(each -> vectors.add(vector(each.path("embedding"))));
        }
        if (vectors.size() != expected || vectors.stream().anyMatch(vector -> vector.length == 0)) {
            throw ErrorDetails.builder("the answer holds " + vectors.size() + " vectors for " + expected + " texts")
                    .toException(ErrorKind.INVALID_RESPONSE);
        }
        return vectors;
    }

    private static float[] vector(JsonNode numbers) {
        float[] vector = new float[numbers.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) numbers.get(i).asDouble();
        }
        return vector;
    }
}
