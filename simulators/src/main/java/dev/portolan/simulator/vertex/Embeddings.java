package dev.portolan.simulator.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.aiplatform.v1.EmbedContentRequest;
import com.google.cloud.aiplatform.v1.EmbedContentResponse;
import com.google.cloud.aiplatform.v1.Part;
import com.google.cloud.aiplatform.v1.PredictRequest;
import com.google.cloud.aiplatform.v1.PredictResponse;
import com.google.cloud.aiplatform.v1.UsageMetadata;
import dev.portolan.simulator.internal.Json;
import dev.portolan.simulator.internal.TextVector;
import dev.portolan.simulator.internal.TokenPieces;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Answers embedding requests. See https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api. */
final class Embeddings {

    private static final int MOST_INSTANCES = 250;
    private static final int MOST_TOKENS = 20_000;
    private static final int MOST_TOKENS_OF_ONE = 2_048;
    private static final Set<String> TASKS = Set.of(
            "RETRIEVAL_QUERY",
            "RETRIEVAL_DOCUMENT",
            "SEMANTIC_SIMILARITY",
            "CLASSIFICATION",
            "CLUSTERING",
            "QUESTION_ANSWERING",
            "FACT_VERIFICATION",
            "CODE_RETRIEVAL_QUERY");

    private final ModelPath path;

    Embeddings(ModelPath path) {
        this.path = path;
    }

    /** The older form: instances and parameters are plain JSON, with snake case within. */
    PredictResponse predict(PredictRequest request) {
        int most = path.model().startsWith("gemini-embedding") ? 1 : MOST_INSTANCES;
        if (request.getInstancesCount() == 0) {
            throw VertexError.invalid("Empty instances.");
        }
        if (request.getInstancesCount() > most) {
            throw VertexError.invalid(
                    most + " instance(s) is allowed per prediction. Actual: " + request.getInstancesCount());
        }
        JsonNode parameters = tree(ProtoJson.print(request.getParameters()));
        int dimensions = dimensions(parameters.path("outputDimensionality"));
        boolean cut = parameters.path("autoTruncate").asBoolean(true);
        PredictResponse.Builder response = PredictResponse.newBuilder();
        int characters = 0;
        int tokens = 0;
        for (var instance : request.getInstancesList()) {
            JsonNode node = tree(ProtoJson.print(instance));
            String text = content(node);
            List<String> pieces = TokenPieces.of(text);
            tokens += pieces.size();
            characters += billable(text);
            response.addPredictions(
                    ProtoJson.value(prediction(fitting(pieces, cut), dimensions, pieces.size() > MOST_TOKENS_OF_ONE)
                            .toString()));
        }
        if (tokens > MOST_TOKENS) {
            throw tooLong(tokens, MOST_TOKENS);
        }
        return response.setMetadata(ProtoJson.value("{\"billableCharacterCount\":" + characters + "}"))
                .build();
    }

    private static String content(JsonNode instance) {
        String task =
                instance.path("task_type").asText(instance.path("taskType").asText(""));
        if (!task.isEmpty() && !TASKS.contains(task)) {
            throw VertexError.invalid("Invalid task_type: " + task);
        }
        if (!instance.path("content").isTextual()) {
            throw VertexError.invalid("Required field is not set: instances.content");
        }
        String text = instance.path("content").textValue();
        if (text.isEmpty()) {
            throw VertexError.invalid("The text content is empty.");
        }
        return text;
    }

    private static ObjectNode prediction(List<String> pieces, int dimensions, boolean truncated) {
        ObjectNode prediction = JsonNodeFactory.instance.objectNode();
        ObjectNode embeddings = prediction.putObject("embeddings");
        embeddings.putObject("statistics").put("token_count", pieces.size()).put("truncated", truncated);
        ArrayNode values = embeddings.putArray("values");
        for (float number : TextVector.of(String.join("", pieces), dimensions)) {
            values.add(number);
        }
        return prediction;
    }

    /** The newer form, one text a call. The settings were members of the request before they had a place of their own. */
    @SuppressWarnings("deprecation")
    EmbedContentResponse embed(EmbedContentRequest request) {
        var config = request.getEmbedContentConfig();
        String text = request.getContent().getPartsList().stream()
                .filter(Part::hasText)
                .map(Part::getText)
                .collect(Collectors.joining(" "));
        if (text.isEmpty()) {
            throw VertexError.invalidField("content", "The content is empty.");
        }
        int asked =
                config.hasOutputDimensionality() ? config.getOutputDimensionality() : request.getOutputDimensionality();
        boolean cut = config.hasAutoTruncate()
                ? config.getAutoTruncate()
                : !request.hasAutoTruncate() || request.getAutoTruncate();
        List<String> all = TokenPieces.of(text);
        List<String> pieces = fitting(all, cut);
        EmbedContentResponse.Embedding.Builder embedding = EmbedContentResponse.Embedding.newBuilder();
        int dimensions = asked == 0
                ? dimensions(JsonNodeFactory.instance.missingNode())
                : dimensions(JsonNodeFactory.instance.numberNode(asked));
        for (float number : TextVector.of(String.join("", pieces), dimensions)) {
            embedding.addValues(number);
        }
        return EmbedContentResponse.newBuilder()
                .setEmbedding(embedding)
                .setTruncated(pieces.size() < all.size())
                .setUsageMetadata(UsageMetadata.newBuilder()
                        .setPromptTokenCount(pieces.size())
                        .setTotalTokenCount(pieces.size())
                        .addPromptTokensDetails(TokenCounts.text(pieces.size())))
                .build();
    }

    private static List<String> fitting(List<String> pieces, boolean cut) {
        if (pieces.size() <= MOST_TOKENS_OF_ONE) {
            return pieces;
        }
        if (!cut) {
            throw tooLong(pieces.size(), MOST_TOKENS_OF_ONE);
        }
        return pieces.subList(0, MOST_TOKENS_OF_ONE);
    }

    static VertexError tooLong(int tokens, int most) {
        return VertexError.invalid("Unable to submit request because the input token count is " + tokens
                + " but the model supports up to " + most
                + ". Reduce the input token count and try again. You can also use the CountTokens API to calculate"
                + " prompt token count and billable characters. Learn more:"
                + " https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/gemini");
    }

    private int dimensions(JsonNode asked) {
        int full = path.model().startsWith("gemini-embedding") ? 3_072 : 768;
        if (asked.isMissingNode() || asked.isNull()) {
            return full;
        }
        int dimensions = asked.asInt();
        if (dimensions < 1 || dimensions > full) {
            throw VertexError.outOfRange(
                    "outputDimensionality", String.valueOf(dimensions), "1", String.valueOf(full + 1));
        }
        return dimensions;
    }

    static int billable(String text) {
        return (int) text.codePoints()
                .filter(letter -> !Character.isWhitespace(letter))
                .count();
    }

    private static JsonNode tree(String json) {
        JsonNode node = Json.parse(json);
        return node != null && node.isObject() ? node : JsonNodeFactory.instance.objectNode();
    }
}
