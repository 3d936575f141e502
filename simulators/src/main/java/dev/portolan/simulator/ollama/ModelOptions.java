package dev.portolan.simulator.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.ChatRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code options}. Names that are not known are passed over, as Ollama does with a line in its log. */
final class ModelOptions {

    private final RequestFields options;

    ModelOptions(RequestFields options) {
        this.options = options;
    }

    void read(ChatRequest.Builder request) {
        request.temperature(decimal("temperature"))
                .topP(decimal("top_p"))
                .topK(positive("top_k"))
                .maxOutputTokens(positive("num_predict"))
                .frequencyPenalty(decimal("frequency_penalty"))
                .presencePenalty(decimal("presence_penalty"))
                .stop(stop());
        Integer seed = integer("seed");
        request.seed(seed == null ? null : seed.longValue());
    }

    /** How long the context is. */
    int window(int usual) {
        Integer asked = integer("num_ctx");
        return asked == null || asked < 1 ? usual : Math.max(4, asked);
    }

    /** Zero and below stand for "no limit" with these options. */
    private @Nullable Integer positive(String name) {
        Integer value = integer(name);
        return value == null || value < 1 ? null : value;
    }

    private @Nullable Integer integer(String name) {
        if (!options.has(name)) {
            return null;
        }
        if (!options.get(name).isNumber()) {
            throw wrong(name, "integer");
        }
        return options.get(name).intValue();
    }

    private @Nullable Double decimal(String name) {
        if (!options.has(name)) {
            return null;
        }
        if (!options.get(name).isNumber()) {
            throw wrong(name, "float32");
        }
        return options.get(name).doubleValue();
    }

    private List<String> stop() {
        JsonNode stop = options.get("stop");
        if (stop.isMissingNode() || stop.isNull()) {
            return List.of();
        }
        if (stop.isTextual()) {
            return List.of(stop.textValue());
        }
        List<String> stops = new ArrayList<>();
        for (JsonNode one : stop) {
            if (!one.isTextual()) {
                throw wrong("stop", "array of strings");
            }
            if (!one.textValue().isEmpty()) {
                stops.add(one.textValue());
            }
        }
        if (!stop.isArray()) {
            throw wrong("stop", "array");
        }
        return stops;
    }

    private static OllamaError wrong(String name, String type) {
        return new OllamaError(500, "option \"" + name + "\" must be of type " + type);
    }
}
