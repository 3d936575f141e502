package dev.portolan.wire.openai.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.wire.openai.Quirk;
import dev.portolan.wire.openai.WireProfile;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The documented normalisations of a request of Chat Completions, applied to both sides before they are compared. */
public final class RequestNormaliser {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final WireProfile profile;
    private final Map<String, String> ids = new HashMap<>();

    /** For one profile. */
    public RequestNormaliser(WireProfile profile) {
        this.profile = profile;
    }

    /** A normalised copy. */
    public JsonNode apply(JsonNode body) {
        ObjectNode request = (ObjectNode) plain(body);
        ids.clear();
        sampling(request);
        stream(request);
        if (request.get("messages") instanceof ArrayNode messages) {
            messages.forEach(each -> message((ObjectNode) each));
        }
        tools(request);
        return request;
    }

    /** Absent and null are the same, and so are 1 and 1.0. */
    private static JsonNode plain(JsonNode node) {
        if (node.isObject()) {
            ObjectNode copy = NODES.objectNode();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (!field.getValue().isNull()) {
                    copy.set(field.getKey(), plain(field.getValue()));
                }
            }
            return copy;
        }
        if (node.isArray()) {
            ArrayNode copy = NODES.arrayNode();
            node.forEach(each -> copy.add(plain(each)));
            return copy;
        }
        return node.isNumber()
                ? NODES.numberNode(
                        new BigDecimal(node.asText()).stripTrailingZeros().add(BigDecimal.ZERO))
                : node;
    }

    private void sampling(ObjectNode request) {
        String limit = profile.has(Quirk.MAX_TOKENS) ? "max_tokens" : "max_completion_tokens";
        String other = profile.has(Quirk.MAX_TOKENS) ? "max_completion_tokens" : "max_tokens";
        if (request.has(other) && !request.has(limit)) {
            request.set(limit, request.remove(other));
        }
        if (request.path("stop").isTextual()) {
            request.set("stop", NODES.arrayNode().add(request.get("stop")));
        }
        drop(request, "stop", request.path("stop").isEmpty());
        drop(
                request,
                "top_logprobs",
                request.path("logprobs").asBoolean()
                        && request.path("top_logprobs").asInt() == 0);
        drop(request, "logprobs", !request.path("logprobs").asBoolean(true));
    }

    private static void drop(ObjectNode node, String field, boolean when) {
        if (when) {
            node.remove(field);
        }
    }

    private void stream(ObjectNode request) {
        if (!request.path("stream").asBoolean()) {
            request.remove("stream");
        } else if (profile.has(Quirk.NO_STREAM_OPTIONS)) {
            drop(request, "stream_options", request.path("stream_options").has("include_usage"));
        } else {
            request.withObjectProperty("stream_options").put("include_usage", true);
        }
        drop(request, "stream_options", request.path("stream_options").isEmpty());
    }

    private void message(ObjectNode message) {
        if (profile.has(Quirk.NO_DEVELOPER_ROLE)
                && message.path("role").asText().equals("developer")) {
            message.put("role", "system");
        }
        JsonNode content = message.path("content");
        if (content.isArray()
                && content.size() == 1
                && content.get(0).size() == 2
                && content.get(0).has("text")) {
            message.set("content", content.get(0).get("text"));
        }
        drop(
                message,
                "content",
                message.path("content").isTextual()
                        ? message.path("content").asText().isEmpty()
                        : message.path("content").isEmpty());
        message.path("content").forEach(RequestNormaliser::part);
        if (message.path("role").asText().equals("tool")) {
            message.put("tool_call_id", number(message.path("tool_call_id").asText()));
            drop(message, "name", profile.has(Quirk.TOOL_MESSAGE_NAME));
        }
        if (message.path("role").asText().equals("assistant")) {
            drop(message, "tool_calls", message.path("tool_calls").isEmpty());
            message.path("tool_calls").forEach(each -> call((ObjectNode) each));
        }
    }

    /** Ids that the server does not take are replaced: what counts is which call and result go together. */
    private String number(String id) {
        return ids.computeIfAbsent(id, any -> "id" + ids.size());
    }

    private static void part(JsonNode part) {
        if (part instanceof ObjectNode object && object.path("image_url").isTextual()) {
            object.set("image_url", NODES.objectNode().set("url", object.get("image_url")));
        }
    }

    private void call(ObjectNode call) {
        call.put("id", number(call.path("id").asText()));
        if (call.path("extra_content")
                .path("google")
                .path("thought_signature")
                .asText()
                .startsWith("skip_")) {
            // Stands for a signature that the recorded history did not have.
            call.remove("extra_content");
        }
        if (!call.has("type")) {
            call.put("type", "function");
        }
        if (call.path("function") instanceof ObjectNode function
                && (function.path("arguments").asText().isBlank()
                        || function.path("arguments").asText().equals("null"))) {
            function.put("arguments", "{}");
        }
    }

    private void tools(ObjectNode request) {
        drop(request, "tools", request.path("tools").isEmpty());
        if (request.get("tools") instanceof ArrayNode tools) {
            List<JsonNode> sorted = new ArrayList<>();
            for (JsonNode tool : tools) {
                sorted.add(tool((ObjectNode) tool));
            }
            sorted.sort(Comparator.comparing(tool -> tool.path("type").asText()
                    + tool.path("function").path("name").asText()));
            request.set("tools", NODES.arrayNode().addAll(sorted));
        }
        drop(request, "parallel_tool_calls", profile.has(Quirk.NO_PARALLEL_TOOL_CALLS) || !request.has("tools"));
        if (request.path("tool_choice").asText().equals("any")
                || request.path("tool_choice").asText().equals("required")) {
            request.put("tool_choice", profile.has(Quirk.TOOL_CHOICE_ANY) ? "any" : "required");
        }
        if (request.path("tool_choice") instanceof ObjectNode choice && !choice.has("type")) {
            choice.put("type", "function");
        }
        drop(
                request,
                "response_format",
                request.path("response_format").path("type").asText().equals("text"));
        if (profile.has(Quirk.NO_STRICT)
                && request.path("response_format").path("json_schema") instanceof ObjectNode schema) {
            schema.remove("strict");
        }
    }

    private JsonNode tool(ObjectNode tool) {
        if (!(tool.path("function") instanceof ObjectNode function)) {
            return tool;
        }
        tool.put("type", "function");
        drop(tool, "name", tool.path("name").equals(function.path("name")));
        function.remove("type");
        drop(function, "description", function.path("description").asText().isEmpty());
        drop(function, "strict", profile.has(Quirk.NO_STRICT));
        if (!function.has("parameters")) {
            function.putObject("parameters").put("type", "object").putObject("properties");
        }
        return tool;
    }
}
