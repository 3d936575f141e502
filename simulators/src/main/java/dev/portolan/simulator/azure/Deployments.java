package dev.portolan.simulator.azure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.simulator.internal.Json;
import dev.portolan.simulator.internal.openai.Api;
import dev.portolan.simulator.internal.openai.ModelName;
import dev.portolan.simulator.internal.openai.ModelTraits;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which deployments there are, and of which models. Without a list every name is a deployment of the model of that name. */
final class Deployments {

    private static final long CREATED = 1_715_367_049;

    private final Map<String, String> models = new LinkedHashMap<>();

    Deployments(Map<String, String> named, Set<String> alike) {
        alike.forEach(name -> models.put(name, name));
        models.putAll(named);
    }

    /** The model keeps its date in completions and has none in responses. */
    ModelName name(Api api, String deployment) {
        String model = models.getOrDefault(deployment, deployment);
        return new ModelName(deployment, model, api == Api.CHAT ? ModelTraits.dated(model) : model);
    }

    /** The Claude behind a deployment, or {@code null} when there is none. */
    @Nullable
    String claude(String deployment) {
        String model = models.isEmpty() ? deployment : models.get(deployment);
        return model != null && model.startsWith("claude") ? model : null;
    }

    void require(Api api, ModelName name) {
        if (!models.isEmpty() && !models.containsKey(name.asked())) {
            throw AzureErrors.noDeployment();
        }
        if ((api == Api.EMBEDDINGS) != name.model().contains("embedding")) {
            throw AzureErrors.wrongOperation(api, name.model());
        }
    }

    /** The catalog of the resource, not its deployments. */
    byte[] print(@Nullable String name) {
        if (name != null) {
            if (!models.isEmpty() && !models.containsValue(name)) {
                throw AzureErrors.notFound();
            }
            return Json.pretty(model(name));
        }
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        ArrayNode data = list.putArray("data");
        new TreeSet<>(models.isEmpty() ? Set.of("gpt-4o", "gpt-4o-mini", "text-embedding-3-small") : models.values())
                .forEach(model -> data.add(model(model)));
        return Json.pretty(list.put("object", "list"));
    }

    private static ObjectNode model(String name) {
        boolean embeds = name.contains("embedding");
        ObjectNode model = JsonNodeFactory.instance.objectNode().put("status", "succeeded");
        model.putObject("capabilities")
                .put("fine_tune", false)
                .put("inference", true)
                .put("completion", false)
                .put("chat_completion", !embeds)
                .put("embeddings", embeds);
        return model.put("lifecycle_status", "generally-available")
                .put("created_at", CREATED)
                .put("id", ModelTraits.dated(name))
                .put("object", "model");
    }
}
