package dev.portolan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.simulator.internal.Omissions;
import dev.portolan.simulator.internal.TextVector;
import dev.portolan.simulator.internal.TokenPieces;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A request to an embedding model, understood. The formats are those of
 * https://docs.aws.amazon.com/bedrock/latest/userguide/titan-embedding-models.html,
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed.html and
 * https://docs.aws.amazon.com/nova/latest/userguide/embeddings-schema.html.
 *
 * @param texts what to embed
 * @param dimensions how many numbers
 * @param kind the format of the answer
 */
record Embedding(List<String> texts, int dimensions, Kind kind) {

    /** Formats of answers. */
    enum Kind {
        TITAN_1,
        TITAN_2,
        COHERE_FLOATS,
        COHERE_BY_TYPE,
        NOVA
    }

    private static final int MOST_TEXTS = 96;
    private static final int MOST_CHARACTERS = 50_000;

    static Embedding read(JsonNode body, ModelTraits model) {
        if (!body.isObject()) {
            throw BedrockError.invalid("Malformed input request, please reformat your input and try again.");
        }
        return switch (model.family()) {
            case COHERE_EMBEDDING -> cohere(body, model);
            case NOVA_EMBEDDING -> nova(body);
            default -> titan(body, model);
        };
    }

    private static Embedding titan(JsonNode body, ModelTraits model) {
        boolean second =
                !model.id().contains("titan-embed-text-v1") && !model.id().contains("titan-embed-g1");
        requireKnown(
                body, second ? Set.of("inputText", "dimensions", "normalize", "embeddingTypes") : Set.of("inputText"));
        if (!body.path("inputText").isTextual()) {
            throw malformed("required key [inputText] not found");
        }
        String text = body.get("inputText").textValue();
        if (text.isEmpty()) {
            throw malformed("expected minLength: 1, actual: 0");
        }
        if (text.length() > MOST_CHARACTERS) {
            throw malformed("expected maxLength: " + MOST_CHARACTERS + ", actual: " + text.length());
        }
        int dimensions = second ? body.path("dimensions").asInt(1024) : 1536;
        if (second && !List.of(256, 512, 1024).contains(dimensions)) {
            throw malformed("/dimensions: " + dimensions + " is not a valid enum value");
        }
        return new Embedding(List.of(text), dimensions, second ? Kind.TITAN_2 : Kind.TITAN_1);
    }

    private static Embedding cohere(JsonNode body, ModelTraits model) {
        requireKnown(
                body,
                Set.of(
                        "texts",
                        "images",
                        "inputs",
                        "input_type",
                        "truncate",
                        "embedding_types",
                        "output_dimension",
                        "max_tokens"));
        List<String> texts =
                body.path("texts").valueStream().map(JsonNode::asText).toList();
        if (texts.isEmpty()) {
            throw malformed("required key [texts] not found");
        }
        if (texts.size() > MOST_TEXTS) {
            throw malformed("/texts: expected maximum item count: " + MOST_TEXTS + ", found: " + texts.size());
        }
        if (!Set.of("search_document", "search_query", "classification", "clustering", "image")
                .contains(body.path("input_type").asText())) {
            throw body.has("input_type")
                    ? malformed("/input_type: " + body.path("input_type").asText() + " is not a valid enum value")
                    : malformed("required key [input_type] not found");
        }
        boolean fourth = model.id().contains("embed-v4");
        int dimensions = fourth ? body.path("output_dimension").asInt(1536) : 1024;
        if (fourth && !List.of(256, 512, 1024, 1536).contains(dimensions)) {
            throw malformed("/output_dimension: " + dimensions + " is not a valid enum value");
        }
        boolean byType = fourth || body.has("embedding_types");
        return new Embedding(texts, dimensions, byType ? Kind.COHERE_BY_TYPE : Kind.COHERE_FLOATS);
    }

    private static Embedding nova(JsonNode body) {
        requireKnown(body, Set.of("schemaVersion", "taskType", "singleEmbeddingParams"));
        JsonNode parameters = body.path("singleEmbeddingParams");
        String text = parameters.path("text").path("value").asText();
        if (!body.path("taskType").asText().equals("SINGLE_EMBEDDING")
                || text.isEmpty()
                || !parameters.path("embeddingPurpose").isTextual()) {
            throw malformed("required key [singleEmbeddingParams] not found");
        }
        int dimensions = parameters.path("embeddingDimension").asInt(3072);
        if (!List.of(256, 384, 1024, 3072).contains(dimensions)) {
            throw malformed("/singleEmbeddingParams/embeddingDimension: " + dimensions + " is not a valid enum value");
        }
        return new Embedding(List.of(text), dimensions, Kind.NOVA);
    }

    private static void requireKnown(JsonNode body, Set<String> known) {
        for (Map.Entry<String, JsonNode> member : body.properties()) {
            if (!known.contains(member.getKey())) {
                throw malformed("extraneous key [" + member.getKey() + "] is not permitted");
            }
        }
    }

    private static BedrockError malformed(String what) {
        String place = what.startsWith("/") ? "#" + what : "#: " + what;
        return BedrockError.invalid(
                "Malformed input request: " + place + ", please reformat your input and try again.");
    }

    int tokens() {
        return texts.stream().mapToInt(TokenPieces::count).sum();
    }

    byte[] answer(String id, Omissions omissions) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        switch (kind) {
            case TITAN_1, TITAN_2 -> {
                fill(answer.putArray("embedding"), texts.get(0));
                if (kind == Kind.TITAN_2) {
                    fill(answer.putObject("embeddingsByType").putArray("float"), texts.get(0));
                }
                if (!omissions.usage()) {
                    answer.put("inputTextTokenCount", tokens());
                }
            }
            case COHERE_FLOATS -> {
                all(answer.putArray("embeddings"));
                cohere(answer, id, "embeddings_floats", omissions);
            }
            case COHERE_BY_TYPE -> {
                all(answer.putObject("embeddings").putArray("float"));
                cohere(answer, id, "embeddings_by_type", omissions);
            }
            case NOVA -> {
                ObjectNode one = answer.putArray("embeddings").addObject().put("embeddingType", "TEXT");
                fill(one.putArray("embedding"), texts.get(0));
            }
        }
        return answer.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void cohere(ObjectNode answer, String id, String type, Omissions omissions) {
        if (!omissions.ids()) {
            answer.put("id", id);
        }
        answer.put("response_type", type);
        ArrayNode echo = answer.putArray("texts");
        texts.forEach(echo::add);
    }

    private void all(ArrayNode vectors) {
        texts.forEach(text -> fill(vectors.addArray(), text));
    }

    private void fill(ArrayNode numbers, String text) {
        for (float number : TextVector.of(text, dimensions)) {
            numbers.add(number);
        }
    }
}
