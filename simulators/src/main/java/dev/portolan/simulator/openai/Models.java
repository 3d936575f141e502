package dev.portolan.simulator.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.simulator.internal.Json;
import dev.portolan.simulator.internal.openai.Api;
import dev.portolan.simulator.internal.openai.OpenAiError;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

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

    void require(Api api, String name) {
        if (!has(name)) {
            throw notFound(api, name);
        }
    }

    /** Chat Completions and embeddings say 404, the Responses API says 400 for the same. */
    static OpenAiError notFound(Api api, String name) {
        if (api == Api.RESPONSES) {
            return OpenAiError.invalid(
                    "model_not_found", "model", "The requested model '" + name + "' does not exist.");
        }
        return new OpenAiError(
                404,
                "invalid_request_error",
                "model_not_found",
                null,
                "The model `" + name + "` does not exist or you do not have access to it.");
    }

    private byte[] list() {
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
        ArrayNode data = list.putArray("data");
        new TreeSet<>(names.isEmpty() ? USUAL : names).forEach(name -> data.add(model(name)));
        return print(list);
    }

    byte[] print(@Nullable String name) {
        return name == null ? list() : one(name);
    }

    private byte[] one(String name) {
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
