package dev.portolan.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.spi.support.WireJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes requests that say the same the same JSON. */
final class RequestNormaliser {

    private RequestNormaliser() {}

    static JsonNode normal(JsonNode body) {
        ObjectNode request = (ObjectNode) withoutNulls(WireJson.tree(body.toString()));
        if (!request.path("stream").asBoolean()) {
            request.remove("stream");
        }
        if (request.has("output_format")) {
            request.withObjectProperty("output_config").set("format", request.remove("output_format"));
        }
        // A string of one text, as blocks are.
        if (request.has("system")) {
            ArrayNode system = blocks(request.path("system"));
            if (system.isEmpty()) {
                request.remove("system");
            } else {
                request.set("system", system);
            }
        }
        ArrayNode turns = JsonNodeFactory.instance.arrayNode();
        for (JsonNode message : request.path("messages")) {
            String role = message.path("role").asText();
            JsonNode last = turns.isEmpty() ? null : turns.get(turns.size() - 1);
            ArrayNode content = blocks(message.path("content"));
            if (content.isEmpty()) {
                continue;
            }
            if (last != null && last.path("role").asText().equals(role)) {
                ((ArrayNode) last.path("content")).addAll(content);
            } else {
                turns.addObject().put("role", role).set("content", content);
            }
        }
        number(turns);
        for (JsonNode turn : turns) {
            resultsFirst((ArrayNode) turn.path("content"));
        }
        // White space at the end of an answer that was begun is refused by the service.
        JsonNode end = turns.isEmpty() ? null : turns.get(turns.size() - 1);
        if (end != null && end.path("role").asText().equals("assistant")) {
            JsonNode block = end.path("content").get(end.path("content").size() - 1);
            if (block instanceof ObjectNode text && text.path("text").isTextual()) {
                text.put("text", text.path("text").asText().stripTrailing());
            }
        }
        request.set("messages", turns);
        tools(request);
        if (request.path("stop_sequences").isArray()
                && request.path("stop_sequences").isEmpty()) {
            request.remove("stop_sequences");
        }
        return request;
    }

    /** Ids say which result belongs to which call, and nothing else. */
    private static void number(ArrayNode turns) {
        Map<String, String> ids = new HashMap<>();
        int[] count = {0};
        for (JsonNode turn : turns) {
            for (JsonNode block : turn.path("content")) {
                if (block instanceof ObjectNode one && one.path("type").asText().equals("tool_use")) {
                    String id = "call-" + count[0]++;
                    ids.put(one.path("id").asText(), id);
                    one.put("id", id);
                } else if (block instanceof ObjectNode one
                        && one.path("type").asText().equals("tool_result")) {
                    one.put(
                            "tool_use_id",
                            ids.getOrDefault(one.path("tool_use_id").asText(), "unknown"));
                }
            }
        }
    }

    /** The order of the tools says nothing; the vendor's own come last when they are written. */
    private static void tools(ObjectNode request) {
        if (!request.path("tools").isArray()) {
            return;
        }
        List<JsonNode> all = new ArrayList<>();
        for (JsonNode tool : request.path("tools")) {
            if (tool instanceof ObjectNode given) {
                if (given.path("type").asText().equals("custom")) {
                    given.remove("type");
                }
                if (given.path("description").asText("x").isBlank()) {
                    given.remove("description");
                }
            }
            all.add(tool);
        }
        all.sort(Comparator.comparing(tool -> tool.path("name").asText()));
        request.remove("tools");
        if (!all.isEmpty()) {
            request.putArray("tools").addAll(all);
        }
    }

    private static JsonNode withoutNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            List<String> nulls = new ArrayList<>();
            object.properties().forEach(member -> {
                if (member.getValue().isNull()) {
                    nulls.add(member.getKey());
                } else if (member.getValue().isNumber()) {
                    object.put(member.getKey(), member.getValue().doubleValue());
                } else {
                    withoutNulls(member.getValue());
                }
            });
            // The schema of a tool may say null, and mean it.
            object.remove(nulls);
        } else if (node.isArray()) {
            node.forEach(RequestNormaliser::withoutNulls);
        }
        return node;
    }

    private static ArrayNode blocks(JsonNode content) {
        ArrayNode blocks = JsonNodeFactory.instance.arrayNode();
        if (content.isTextual()) {
            if (!content.asText().isBlank()) {
                blocks.addObject().put("type", "text").put("text", content.asText());
            }
            return blocks;
        }
        for (JsonNode block : content) {
            if (block instanceof ObjectNode one) {
                String type = one.path("type").asText();
                if (type.equals("text") && one.path("text").asText().isBlank()) {
                    continue;
                }
                if (type.equals("tool_result")) {
                    result(one);
                }
                if (type.equals("text")
                        && one.path("citations").isArray()
                        && one.path("citations").isEmpty()) {
                    one.remove("citations");
                }
                blocks.add(one);
            }
        }
        return blocks;
    }

    private static void result(ObjectNode result) {
        if (!result.path("is_error").asBoolean()) {
            result.remove("is_error");
        }
        ArrayNode inner = blocks(result.path("content"));
        result.remove("content");
        if (!inner.isEmpty()) {
            result.set("content", inner);
        }
    }

    private static void resultsFirst(ArrayNode content) {
        List<JsonNode> ordered = new ArrayList<>();
        content.forEach(block -> {
            if (block.path("type").asText().equals("tool_result")) {
                ordered.add(block);
            }
        });
        content.forEach(block -> {
            if (!block.path("type").asText().equals("tool_result")) {
                ordered.add(block);
            }
        });
        content.removeAll();
        content.addAll(ordered);
    }

    /** Where two trees first differ, for a message. */
    static @Nullable String firstDifference(String at, JsonNode wanted, JsonNode found) {
        if (wanted.equals(found)) {
            return null;
        }
        if (wanted.isObject() && found.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            wanted.fieldNames().forEachRemaining(names::add);
            found.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                String why = firstDifference(at + "/" + name, wanted.path(name), found.path(name));
                if (why != null) {
                    return why;
                }
            }
        } else if (wanted.isArray() && found.isArray() && wanted.size() == found.size()) {
            for (int i = 0; i < wanted.size(); i++) {
                String why = firstDifference(at + "/" + i, wanted.get(i), found.get(i));
                if (why != null) {
                    return why;
                }
            }
        }
        return at + ": wanted " + cut(wanted) + ", found " + cut(found);
    }

    private static String cut(JsonNode node) {
        String text = node.toString();
        return text.length() <= 160 ? text : text.substring(0, 160) + "...";
    }
}
