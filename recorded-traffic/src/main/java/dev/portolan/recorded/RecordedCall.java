package dev.portolan.recorded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tool call in the history of a recorded or sent request, read without the code under test.
 *
 * @param id the call's id
 * @param name the tool's name
 * @param arguments the arguments, parsed where they are a string of JSON
 * @param result what the tool gave back: JSON where it is some, else text; null when the history has no result
 */
public record RecordedCall(
        String id,
        String name,
        JsonNode arguments,
        @Nullable JsonNode result) {

    private static final String GENERATE = "generate_content";
    private static final String STREAM_GENERATE = "stream_generate_content";

    /** Whether results of an API say by their form that a tool failed. */
    static boolean tellsFailures(String api) {
        return api.equals(GENERATE) || api.equals(STREAM_GENERATE);
    }

    /** The calls of a request in their order, each with its result. */
    public static List<RecordedCall> of(String api, JsonNode body) {
        List<RecordedCall> calls = new ArrayList<>();
        Map<String, List<JsonNode>> results = new LinkedHashMap<>();
        switch (api) {
            case "responses" -> body.path("input").forEach(item -> item(item, calls, results));
            case GENERATE, STREAM_GENERATE -> {
                for (JsonNode content : body.path("contents")) {
                    content.path("parts").forEach(part -> part(part, calls, results));
                }
            }
            default -> body.path("messages").forEach(message -> message(message, calls, results));
        }
        return calls.stream().map(call -> call.with(results.get(call.key()))).toList();
    }

    private static void message(JsonNode message, List<RecordedCall> calls, Map<String, List<JsonNode>> results) {
        for (JsonNode call : message.path("tool_calls")) {
            JsonNode function = call.path("function");
            add(calls, call.path("id"), function.path("name"), function.path("arguments"));
        }
        if (message.path("role").asText().equals("tool")) {
            boolean named = message.has("tool_call_id");
            put(results, message.path(named ? "tool_call_id" : "tool_name"), message.path("content"));
        }
        for (JsonNode block : message.path("content")) {
            JsonNode use = block.path("toolUse");
            if (use.isObject()) {
                add(calls, use.path("toolUseId"), use.path("name"), use.path("input"));
            }
            JsonNode result = block.path("toolResult");
            if (result.isObject()) {
                put(results, result.path("toolUseId"), result.path("content"));
            }
            switch (block.path("type").asText()) {
                case "tool_use" -> add(calls, block.path("id"), block.path("name"), block.path("input"));
                case "tool_result" -> put(results, block.path("tool_use_id"), block.path("content"));
                default -> {}
            }
        }
    }

    /** Gemini's calls have ids on some of its interfaces only; names pair them, in order, on all. */
    private static void part(JsonNode part, List<RecordedCall> calls, Map<String, List<JsonNode>> results) {
        JsonNode call = part.path("functionCall");
        if (call.isObject()) {
            add(calls, MissingNode.getInstance(), call.path("name"), call.path("args"));
        }
        JsonNode result = part.path("functionResponse");
        if (result.isObject()) {
            put(results, result.path("name"), result.path("response"));
        }
    }

    /** What a result names. */
    private String key() {
        return id.isEmpty() ? name : id;
    }

    private static void item(JsonNode item, List<RecordedCall> calls, Map<String, List<JsonNode>> results) {
        switch (item.path("type").asText()) {
            case "function_call" -> add(calls, item.path("call_id"), item.path("name"), item.path("arguments"));
            case "function_call_output" -> put(results, item.path("call_id"), item.path("output"));
            default -> {}
        }
    }

    private static void add(List<RecordedCall> calls, JsonNode id, JsonNode name, JsonNode arguments) {
        calls.add(new RecordedCall(id.asText(), name.asText(), arguments(arguments), null));
    }

    /** Arguments as JSON; a vendor's ways to say none are an empty object. */
    static JsonNode arguments(JsonNode arguments) {
        JsonNode parsed = parsed(arguments);
        boolean none = parsed.isNull()
                || parsed.isMissingNode()
                || (parsed.isTextual() && parsed.asText().isBlank());
        return none ? Recording.MAPPER.createObjectNode() : parsed;
    }

    private static void put(Map<String, List<JsonNode>> results, JsonNode id, JsonNode content) {
        results.computeIfAbsent(id.asText(), any -> new ArrayList<>()).add(content(content));
    }

    private RecordedCall with(@Nullable List<JsonNode> results) {
        return results == null || results.isEmpty() ? this : new RecordedCall(id, name, arguments, results.remove(0));
    }

    private static JsonNode content(JsonNode content) {
        if (!content.isArray()) {
            return parsed(content);
        }
        if (content.size() == 1 && content.get(0).has("json")) {
            return content.get(0).path("json");
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            if (!part.path("text").isTextual()) {
                return content;
            }
            text.append(part.path("text").asText());
        }
        return parsed(new TextNode(text.toString()));
    }

    private static JsonNode parsed(JsonNode value) {
        if (value.isTextual()) {
            try {
                JsonNode tree = Recording.MAPPER.readTree(value.asText());
                return tree.isMissingNode() ? value : tree;
            } catch (JsonProcessingException e) {
                return value;
            }
        }
        return value;
    }

    /** What the tool gave back, as text. */
    public String text() {
        return result == null ? "" : result.isTextual() ? result.asText() : result.toString();
    }

    /** What Gemini's wire says of a tool that failed, or {@code null}. */
    @Nullable
    String failure() {
        if (result == null || result.size() != 1) {
            return null;
        }
        JsonNode error = result.path("error");
        return error.isTextual() ? error.asText() : null;
    }

    /** Whether it is the same call with the same result, whatever the ids. */
    public boolean sameAs(RecordedCall other) {
        return name.equals(other.name)
                && Reading.equal(arguments, other.arguments)
                && (text().equals(other.text())
                        || (result != null && other.result != null && Reading.equal(result, other.result)));
    }

    @Override
    public String toString() {
        return name + "(" + arguments.toString().length() + " chars) -> "
                + (result == null ? "nothing" : text().length() + " chars");
    }
}
