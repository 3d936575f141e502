package dev.portolan.simulator.internal.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.simulator.internal.Json;
import dev.portolan.simulator.internal.Omissions;
import dev.portolan.simulator.internal.TextVector;
import dev.portolan.simulator.internal.TokenPieces;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Answers embedding requests. See https://platform.openai.com/docs/api-reference/embeddings/create.
 */
final class Embeddings {

    private static final int MOST_INPUTS = 2048;

    private final Fields body;
    private final ModelName model;
    private final boolean base64;
    private final int dimensions;
    private final List<String> texts;

    private Embeddings(Fields body, ModelName model) {
        this.body = body;
        this.model = model;
        this.base64 = body.choice("encoding_format", "float", List.of("float", "base64"))
                .equals("base64");
        this.dimensions = dimensions();
        this.texts = texts();
    }

    static Embeddings read(Fields body, ModelName model) {
        return new Embeddings(body, model);
    }

    byte[] answer(Omissions omissions) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("object", "list");
        ArrayNode data = answer.putArray("data");
        long tokens = 0;
        for (String text : texts) {
            tokens += TokenPieces.count(text);
            float[] vector = TextVector.of(text, dimensions);
            ObjectNode embedding = data.addObject().put("object", "embedding").put("index", data.size() - 1);
            if (base64) {
                embedding.put("embedding", base64(vector));
            } else {
                ArrayNode numbers = embedding.putArray("embedding");
                for (float number : vector) {
                    numbers.add(number);
                }
            }
        }
        if (!omissions.ids()) {
            answer.put("model", model.answered());
        }
        if (!omissions.usage()) {
            answer.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
        }
        return Json.bytes(answer);
    }

    private int dimensions() {
        int most = model.model().contains("3-large") ? 3072 : 1536;
        if (!body.has("dimensions")) {
            return most;
        }
        if (model.model().contains("ada")) {
            throw OpenAiError.invalid(null, null, "This model does not support specifying dimensions.");
        }
        JsonNode dimensions = body.get("dimensions");
        if (!dimensions.isIntegralNumber()) {
            throw Fields.wrongType("dimensions", "an integer", dimensions);
        }
        if (dimensions.longValue() < 1) {
            throw OpenAiError.invalid(
                    null, null, dimensions.longValue() + " is less than the minimum of 1 - 'dimensions'");
        }
        if (dimensions.longValue() > most) {
            throw OpenAiError.invalid(
                    null,
                    null,
                    "Invalid value for 'dimensions' = " + dimensions.longValue() + ". Must be less than or equal to "
                            + most + ".");
        }
        return dimensions.intValue();
    }

    /** A text, several, or tokens in place of either; tokens are read as words of their own. */
    private List<String> texts() {
        JsonNode input = body.get("input");
        if (input.isMissingNode() || input.isNull()) {
            throw OpenAiError.missing("input");
        }
        List<String> texts = new ArrayList<>();
        if (input.isTextual() || (input.isArray() && input.path(0).isIntegralNumber())) {
            texts.add(text(input));
        } else if (input.isArray()) {
            input.forEach(one -> texts.add(text(one)));
        }
        if (texts.isEmpty() || texts.contains("")) {
            throw OpenAiError.invalid(
                    null,
                    null,
                    "'$.input' is invalid. Please check the API reference:"
                            + " https://platform.openai.com/docs/api-reference.");
        }
        if (texts.size() > MOST_INPUTS) {
            throw OpenAiError.invalid(
                    "array_above_max_length",
                    "input",
                    "Invalid 'input': array too long. Expected an array with maximum length " + MOST_INPUTS
                            + ", but got an array with length " + texts.size() + " instead.");
        }
        return texts;
    }

    private static String text(JsonNode input) {
        if (input.isTextual()) {
            return input.textValue();
        }
        if (!input.isArray() || input.valueStream().anyMatch(token -> !token.isIntegralNumber())) {
            return "";
        }
        StringBuilder words = new StringBuilder();
        input.forEach(token -> words.append(' ').append(token.asText()));
        return words.toString();
    }

    private static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float number : vector) {
            bytes.putFloat(number);
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
