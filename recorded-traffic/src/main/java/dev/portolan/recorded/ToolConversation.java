package dev.portolan.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Exchanges of one recorded conversation in which each request answers the tool calls of the answer before it.
 *
 * @param records the exchanges in order, at least two
 * @param calls the calls that were answered in them, in order
 */
public record ToolConversation(List<Recording> records, List<RecordedCall> calls) {

    /** The name of its first record. */
    public String id() {
        return records.get(0).id();
    }

    /**
     * Finds the conversations of a file.
     *
     * @param apis which APIs are looked at
     * @param leftOut counts, by reason, exchanges that answer tool calls and can be no part of one
     */
    public static List<ToolConversation> of(RecordedTraffic traffic, Set<String> apis, Map<String, Integer> leftOut) {
        Map<String, List<Recording>> all = new LinkedHashMap<>();
        traffic.each(
                apis,
                recording -> all.computeIfAbsent(
                                recording.json().path("conversation").asText() + " " + recording.api(),
                                any -> new ArrayList<>())
                        .add(recording));
        List<ToolConversation> found = new ArrayList<>();
        for (List<Recording> records : all.values()) {
            divide(records, found, leftOut);
        }
        return found;
    }

    private static void divide(List<Recording> records, List<ToolConversation> found, Map<String, Integer> leftOut) {
        List<Recording> chain = new ArrayList<>();
        for (Recording next : records) {
            if (!chain.isEmpty()) {
                String why = whyNotAfter(chain.get(chain.size() - 1), next);
                if (!why.isEmpty()) {
                    if (!why.equals("no results")) {
                        leftOut.merge(why, 1, Integer::sum);
                    }
                    finish(chain, found);
                    chain = new ArrayList<>();
                }
            }
            chain.add(next);
        }
        finish(chain, found);
    }

    private static void finish(List<Recording> chain, List<ToolConversation> found) {
        if (chain.size() > 1) {
            List<RecordedCall> before = calls(chain.get(0));
            List<RecordedCall> after = calls(chain.get(chain.size() - 1));
            found.add(new ToolConversation(List.copyOf(chain), after.subList(before.size(), after.size())));
        }
    }

    private static List<RecordedCall> calls(Recording recording) {
        return RecordedCall.of(recording.api(), recording.requestBody());
    }

    /** Why an exchange does not go on with the one before it; empty when it does. */
    private static String whyNotAfter(Recording before, Recording next) {
        List<RecordedCall> had = calls(before);
        List<RecordedCall> has = calls(next);
        if (next.requestBody().path("previous_response_id").isTextual()) {
            return "the server keeps the history";
        }
        if (has.stream().filter(call -> call.result() != null).count()
                <= had.stream().filter(call -> call.result() != null).count()) {
            return "no results";
        }
        if (before.body() == null || next.body() == null || before.expected() == null || next.expected() == null) {
            return "a body or what is expected of it is not known";
        }
        if (before.status() >= 400 || next.status() >= 400) {
            return "an answer is an error";
        }
        if (before.streamed() != next.streamed()) {
            return "one is a stream, the other is not";
        }
        for (int i = 0; i < had.size(); i++) {
            if (i >= has.size() || !had.get(i).sameAs(has.get(i))) {
                return "the histories differ";
            }
        }
        List<RecordedCall> added = has.subList(had.size(), has.size());
        JsonNode called = before.expected().path("tool_calls");
        if (called.size() != added.size()) {
            return "the calls are not those of the answer before";
        }
        for (int i = 0; i < called.size(); i++) {
            if (added.get(i).result() == null
                    || !added.get(i).name().equals(called.get(i).path("name").asText())) {
                return "the calls are not those of the answer before";
            }
            if (!Reading.equal(
                    added.get(i).arguments(),
                    RecordedCall.arguments(called.get(i).path("arguments")))) {
                return "the arguments are not those of the answer before";
            }
        }
        return "";
    }

    /** The schemas of the tools that its requests offer, as text, by name. */
    public Map<String, String> tools() {
        Map<String, String> tools = new TreeMap<>();
        for (Recording record : records) {
            JsonNode body = record.requestBody();
            JsonNode offered = body.path("tools");
            for (JsonNode tool : offered.isObject() ? List.of(offered) : offered) {
                JsonNode function = tool.path("function").isObject() ? tool.path("function") : tool;
                JsonNode schema = function.path("parameters");
                put(tools, function.path("name"), schema.isMissingNode() ? function.path("input_schema") : schema);
                boolean camel = tool.has("functionDeclarations");
                for (JsonNode declaration : tool.path(camel ? "functionDeclarations" : "function_declarations")) {
                    // Those in the words of OpenAPI are not JSON Schema: any arguments will do.
                    put(tools, declaration.path("name"), declaration.path("parametersJsonSchema"));
                }
            }
            for (JsonNode tool : body.path("toolConfig").path("tools")) {
                put(
                        tools,
                        tool.path("toolSpec").path("name"),
                        tool.path("toolSpec").path("inputSchema").path("json"));
            }
        }
        return tools;
    }

    private static void put(Map<String, String> tools, JsonNode name, JsonNode schema) {
        if (name.isTextual()) {
            tools.put(name.asText(), schema.isObject() ? schema.toString() : "{\"type\":\"object\",\"properties\":{}}");
        }
    }
}
