package dev.portolan.simulator.internal.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.simulator.internal.Answer;
import dev.portolan.simulator.internal.Json;
import dev.portolan.simulator.internal.Omissions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A response as the Responses API prints it: what was asked for, echoed, and what came of it. */
final class ResponseObject {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Set<String> IDS = Set.of("id", "call_id", "item_id", "model");

    /** What comes from the request keeps its ids. */
    private static final Set<String> ECHOED = Set.of("tools", "tool_choice", "metadata", "text");

    private final ResponsesCall call;
    private final Answer answer;
    private final Counts counts;
    private final List<ObjectNode> items;
    private final String id;
    private final long created;
    private final Omissions omissions;
    private final Additions additions;

    ResponseObject(
            ResponsesCall call,
            Answer answer,
            Counts counts,
            List<ObjectNode> items,
            String id,
            long created,
            Omissions omissions,
            Additions additions) {
        this.call = call;
        this.answer = answer;
        this.counts = counts;
        this.items = items;
        this.id = id;
        this.created = created;
        this.omissions = omissions;
        this.additions = additions;
    }

    byte[] whole() {
        ObjectNode response = withoutIds(finished());
        if (omissions.finish()) {
            response.remove(List.of("status", "incomplete_details"));
        }
        return Json.pretty(response);
    }

    /** The same, or when ids are left out a copy without those of response, items and calls, and without the model. */
    ObjectNode withoutIds(ObjectNode node) {
        if (!omissions.ids()) {
            return node;
        }
        ObjectNode copy = node.deepCopy();
        strip(copy);
        return copy;
    }

    private static void strip(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(IDS);
            object.properties().forEach(member -> {
                if (!ECHOED.contains(member.getKey())) {
                    strip(member.getValue());
                }
            });
        } else {
            node.forEach(ResponseObject::strip);
        }
    }

    boolean padded() {
        return !call.body().get("stream_options").path("include_obfuscation").isBoolean()
                || call.body().get("stream_options").get("include_obfuscation").booleanValue();
    }

    String finalEvent() {
        return OutputItems.incompleteReason(answer) == null ? "response.completed" : "response.incomplete";
    }

    ObjectNode started() {
        return print("in_progress", null, List.of(), false);
    }

    ObjectNode finished() {
        String reason = OutputItems.incompleteReason(answer);
        return print(reason == null ? "completed" : "incomplete", reason, items, true);
    }

    private ObjectNode print(String status, @Nullable String reason, List<ObjectNode> output, boolean finished) {
        Fields body = call.body();
        ObjectNode response = NODES.objectNode();
        response.put("id", id).put("object", "response").put("created_at", created);
        response.put("status", status).put("background", false).putNull("error");
        response.set(
                "incomplete_details", reason == null ? null : NODES.objectNode().put("reason", reason));
        echo(response, "instructions", NODES.nullNode());
        echo(response, "max_output_tokens", NODES.nullNode());
        echo(response, "max_tool_calls", NODES.nullNode());
        response.put("model", call.model().answered());
        response.putArray("output").addAll(output);
        echo(response, "parallel_tool_calls", NODES.booleanNode(true));
        echo(response, "previous_response_id", NODES.nullNode());
        echo(response, "prompt_cache_key", NODES.nullNode());
        response.set("reasoning", reasoning());
        echo(response, "safety_identifier", NODES.nullNode());
        response.put("service_tier", !finished ? "auto" : ChatReader.tier(body));
        response.put("store", call.stored());
        echo(response, "temperature", NODES.numberNode(1.0));
        response.set("text", text());
        echo(response, "tool_choice", NODES.textNode("auto"));
        response.set("tools", tools());
        echo(response, "top_logprobs", NODES.numberNode(0));
        echo(response, "top_p", NODES.numberNode(1.0));
        echo(response, "truncation", NODES.textNode("disabled"));
        response.set("usage", finished && !omissions.usage() ? counts.ofResponses() : null);
        echo(response, "user", NODES.nullNode());
        echo(response, "metadata", NODES.objectNode());
        additions.toResponse(response, answer, finished);
        return response;
    }

    private void echo(ObjectNode response, String name, JsonNode otherwise) {
        response.set(name, call.body().has(name) ? call.body().get(name) : otherwise);
    }

    private ObjectNode reasoning() {
        ModelTraits traits = ModelTraits.of(call.model().model());
        String effort = call.effort() == null && traits.reasoning() ? traits.defaultEffort() : call.effort();
        ObjectNode reasoning = NODES.objectNode().put("effort", effort);
        JsonNode summary = call.body().get("reasoning").path("summary");
        reasoning.set("summary", summary.isMissingNode() ? NODES.nullNode() : summary);
        return reasoning;
    }

    private JsonNode text() {
        ObjectNode text = NODES.objectNode();
        JsonNode asked = call.body().get("text");
        text.set(
                "format",
                asked.hasNonNull("format")
                        ? asked.get("format")
                        : NODES.objectNode().put("type", "text"));
        text.put("verbosity", asked.path("verbosity").asText("medium"));
        return text;
    }

    /** Functions are strict here unless the request says otherwise. */
    private ArrayNode tools() {
        ArrayNode tools = NODES.arrayNode();
        for (JsonNode tool : call.body().get("tools")) {
            ObjectNode echoed = tool.deepCopy();
            if (tool.path("type").asText().equals("function") && !tool.has("strict")) {
                echoed.put("strict", true);
            }
            tools.add(echoed);
        }
        return tools;
    }
}
