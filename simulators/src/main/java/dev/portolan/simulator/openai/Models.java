package dev.portolan.simulator.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.simulator.internal.Json;
import java.util.Set;
import java.util.TreeSet;

/** Which models there are. Without a list every name is a model. */
final class Models {

    private static final long CREATED = 1_715_367_049;
    private static final Set<String> USUAL = Set.of(
            "gpt-4o",
            "gpt-4o-mini",
            "gpt-4.1",
            "gpt-4.1-mini",
            "gpt-5",
            "gpt-5-mini",
            "o4-mini",
            "text-embedding-3-small",
            "text-embedding-3-large");

    private final Set<String> names;

    Models(Set<String> names) {
        this.names = Set.copyOf(names);
    }

    boolean has(String name) {
        return names.isEmpty() || names.contains(name);
    }

    /** Chat Completions and embeddings know the model or say 404. */
    void require(String name) {
        if (!has(name)) {
            throw notFound(name);
        }
    }

    static OpenAiError notFound(String name) {
        return new OpenAiError(
                404,
                "invalid_request_error",
                "model_not_found",
                null,
                "The model `" + name + "` does not exist or you do not have access to it.");
    }

    /** The Responses API says 400 for the same. */
    void requireForResponses(String name) {
        if (!has(name)) {
            throw notFoundInResponses(name);
        }
    }

    static OpenAiError notFoundInResponses(String name) {
        return OpenAiError.invalid("model_not_found", "model", "The requested model '" + name + "' does not exist.");
    }

    byte[] list() {
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
        ArrayNode data = list.putArray("data");
        new TreeSet<>(names.isEmpty() ? USUAL : names).forEach(name -> data.add(model(name)));
        return print(list);
    }

    byte[] one(String name) {
        if (!has(name)) {
            throw new OpenAiError(
                    404,
                    "invalid_request_error",
                    "model_not_found",
                    "model",
                    "The model '" + name + "' does not exist");
        }
        return print(model(name));
    }

    private static byte[] print(ObjectNode node) {
        return Json.pretty(node);
    }

    private static ObjectNode model(String name) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", name)
                .put("object", "model")
                .put("created", CREATED)
                .put("owned_by", "system");
    }
}
