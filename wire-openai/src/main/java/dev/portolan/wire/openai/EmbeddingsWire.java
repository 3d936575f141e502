package dev.portolan.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.embedding.EmbeddingRequest;
import dev.portolan.embedding.EmbeddingResponse;
import dev.portolan.spi.support.EncodedRequest;
import dev.portolan.spi.support.WireJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The embeddings API as pure functions between bytes and nouns. Vectors are asked for in base64 where the server has it (a
 * third of the bytes, nothing to parse) and understood in both forms. Thread-safe.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/embeddings">OpenAI: embeddings</a>
 */
public final class EmbeddingsWire {

    private final WireProfile profile;
    private final ErrorMapper errors;

    /**
     * The API as a kind of server speaks it.
     *
     * @param profile whose dress of the wire
     */
    public EmbeddingsWire(WireProfile profile) {
        this.profile = Objects.requireNonNull(profile, "profile");
        this.errors = new ErrorMapper(profile.provider());
    }

    /**
     * Where requests are posted, relative to the base address.
     *
     * @return {@code embeddings}
     */
    public String path() {
        return "embeddings";
    }

    /**
     * A request as bytes. What the texts are for has no place on this wire: its models make no difference.
     *
     * @param request the texts
     * @param model the model's id on the wire; empty to leave it out, where the address names the model
     * @return the JSON body
     */
    public EncodedRequest encode(EmbeddingRequest request, String model) {
        byte[] body = WireJson.object(json -> {
            if (!model.isEmpty()) {
                json.writeStringField("model", model);
            }
            json.writeArrayFieldStart("input");
            for (String text : request.texts()) {
                json.writeString(text);
            }
            json.writeEndArray();
            if (request.dimensions() != null) {
                json.writeNumberField(
                        profile.has(Quirk.OUTPUT_DIMENSION) ? "output_dimension" : "dimensions", request.dimensions());
            }
            if (!profile.has(Quirk.FLOAT_EMBEDDINGS)) {
                json.writeStringField("encoding_format", "base64");
            }
        });
        return new EncodedRequest(WireJson.merged(body, request.vendorOptions().get(profile.provider())), List.of());
    }

    /**
     * An answer from bytes.
     *
     * @param body the JSON body of a successful answer
     * @param texts how many texts were sent
     * @return the vectors in the order of the texts; the model is empty when the answer names none
     * @throws dev.portolan.error.LlmException of kind invalid-response when the body is not of this wire or has another number
     *     of vectors, or of the kind the body tells when it holds an error
     */
    public EmbeddingResponse decode(byte[] body, int texts) {
        return new EmbeddingsReader(profile.provider(), errors).read(body, texts);
    }

    /**
     * A request from bytes: the other direction of {@link #encode}. The form asked for is not kept; other fields that have no
     * noun are in the vendor options.
     *
     * @param body the JSON body of a request
     * @return what it asks, and of which model
     * @throws IllegalArgumentException when the body is no request of texts; the message names the field
     */
    public DecodedEmbeddingRequest decodeRequest(byte[] body) {
        JsonNode root;
        try {
            root = WireJson.mapper().readTree(body);
        } catch (IOException e) {
            throw new IllegalArgumentException("The body is no JSON, or breaks off");
        }
        String dimensionsField = profile.has(Quirk.OUTPUT_DIMENSION) ? "output_dimension" : "dimensions";
        ObjectNode options = WireJson.mapper().createObjectNode();
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            switch (field.getKey()) {
                case "model", "input", "encoding_format" -> {}
                default -> {
                    if (!field.getKey().equals(dimensionsField)
                            && !field.getValue().isNull()) {
                        options.set(field.getKey(), field.getValue());
                    }
                }
            }
        }
        JsonNode dimensions = root.path(dimensionsField);
        return new DecodedEmbeddingRequest(
                root.path("model").isTextual() ? root.path("model").asText() : null,
                new EmbeddingRequest(
                        texts(root.path("input")),
                        dimensions.isInt() ? (Integer) dimensions.intValue() : null,
                        null,
                        options.isEmpty() ? Map.of() : Map.of(profile.provider(), options.toString())));
    }

    private static List<String> texts(JsonNode input) {
        if (input.isTextual()) {
            return List.of(input.asText());
        }
        List<String> texts = new ArrayList<>(input.size());
        for (JsonNode each : input) {
            if (!each.isTextual()) {
                throw new IllegalArgumentException("input: holds tokens, not texts");
            }
            texts.add(each.asText());
        }
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("input: is neither text nor array");
        }
        return texts;
    }
}
