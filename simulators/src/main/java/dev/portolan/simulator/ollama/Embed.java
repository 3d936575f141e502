package dev.portolan.simulator.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.simulator.internal.Omissions;
import dev.portolan.simulator.internal.TextVector;
import dev.portolan.simulator.internal.TokenPieces;
import java.util.ArrayList;
import java.util.List;

/** Answers embedding requests. See https://github.com/ollama/ollama/blob/main/docs/api.md, "Generate embeddings". */
final class Embed {

    private Embed() {}

    static ObjectNode answer(RequestFields body, int usualWindow, Omissions without) {
        String model = body.string("model");
        int window = new ModelOptions(body.object("options", "map[string]interface {}")).window(usualWindow);
        Integer asked = body.integer("dimensions");
        if (asked != null && asked < 0) {
            throw OllamaError.invalid("dimensions must be a positive number");
        }
        int full = dimensions(model);
        int dimensions = asked == null || asked == 0 ? full : Math.min(asked, full);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        if (!without.ids()) {
            answer.put("model", model);
        }
        ArrayNode embeddings = answer.putArray("embeddings");
        long tokens = 0;
        for (String text : inputs(body)) {
            List<String> pieces = TokenPieces.of(text);
            if (pieces.size() > window) {
                if (Boolean.FALSE.equals(body.bool("truncate"))) {
                    throw OllamaError.invalid("the input length exceeds the context length");
                }
                pieces = pieces.subList(0, window);
            }
            tokens += pieces.size();
            ArrayNode numbers = embeddings.addArray();
            for (float number : TextVector.of(String.join("", pieces), dimensions)) {
                numbers.add(number);
            }
        }
        answer.put("total_duration", 1_000_000L + 10_000 * tokens).put("load_duration", 500_000L);
        return without.usage() ? answer : answer.put("prompt_eval_count", tokens);
    }

    private static int dimensions(String model) {
        if (model.contains("minilm")) {
            return 384;
        }
        return model.contains("large") || model.contains("bge-m3") ? 1024 : 768;
    }

    private static List<String> inputs(RequestFields body) {
        JsonNode input = body.get("input");
        if (input.isTextual()) {
            return input.textValue().isEmpty() ? List.of() : List.of(input.textValue());
        }
        List<String> texts = new ArrayList<>();
        if (input.isArray()) {
            for (JsonNode one : input) {
                if (!one.isTextual()) {
                    throw OllamaError.invalid("invalid input type");
                }
                texts.add(one.textValue());
            }
        } else if (!input.isMissingNode() && !input.isNull()) {
            throw OllamaError.invalid("invalid input type");
        }
        return texts;
    }
}
