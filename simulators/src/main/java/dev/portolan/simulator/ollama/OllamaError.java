package dev.portolan.simulator.ollama;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.simulator.internal.HttpAnswer;
import dev.portolan.simulator.internal.Json;
import java.util.Map;

/** A refusal in Ollama's form: an object with nothing but a text. */
final class OllamaError extends RuntimeException {

    static final String JSON = "application/json; charset=utf-8";

    private static final long serialVersionUID = 1L;

    private final int status;

    OllamaError(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    static OllamaError invalid(String message) {
        return new OllamaError(400, message);
    }

    static OllamaError notFound(String model) {
        return new OllamaError(404, "model '" + model + "' not found");
    }

    /** The object alone, which is also how an error stands within a stream. */
    static ObjectNode object(String message) {
        return JsonNodeFactory.instance.objectNode().put("error", message);
    }

    String text() {
        return String.valueOf(getMessage());
    }

    HttpAnswer answer() {
        return HttpAnswer.whole(status, Map.of("content-type", JSON), 0, Json.bytes(object(text())), text());
    }
}
