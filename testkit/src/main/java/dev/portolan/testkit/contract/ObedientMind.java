package dev.portolan.testkit.contract;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolChoice;
import dev.portolan.simulator.Prompt;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.Responder;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model that knows one answer and writes it as the schema demands that it is shown: as text, or as the arguments of the last tool. It
 * goes by what arrived on the wire and knows nothing of how it came about.
 *
 * @param answer the answer, JSON of the original schema
 */
record ObedientMind(String answer) implements Responder {

    private static final int DEPTH = 20;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    @Override
    public Reply reply(Prompt prompt) {
        ChatRequest request = prompt.request();
        ToolChoice choice = request.toolChoice();
        if (request.outputFormat() instanceof OutputFormat.Schema schema) {
            return Reply.text(written(schema.schema().json()));
        }
        boolean called =
                choice != null && (choice.mode() == ToolChoice.Mode.NAMED || choice.mode() == ToolChoice.Mode.REQUIRED);
        if (called && !request.tools().isEmpty()) {
            Tool last = request.tools().get(request.tools().size() - 1);
            return Reply.toolCall(last.name(), written(last.parameters().json()));
        }
        return Reply.text(
                request.outputFormat() instanceof OutputFormat.Json ? answer : "```json\n" + answer + "\n```");
    }

    private String written(String schema) {
        JsonNode root = tree(schema);
        return shaped(root, root, tree(answer), DEPTH).toString();
    }

    /** Decimals keep their digits. */
    private static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("What arrived is no JSON", e);
        }
    }

    private static JsonNode shaped(JsonNode root, JsonNode given, JsonNode value, int depth) {
        JsonNode schema = resolved(root, given);
        if (depth == 0 || schema.isBoolean()) {
            return value;
        }
        JsonNode properties = schema.path("properties");
        if (value.isObject() && isEntries(root, schema)) {
            return entries(root, schema, value, depth);
        }
        if (value.isObject() && properties.isObject()) {
            return members(root, schema, value, depth);
        }
        if (value.isArray() && schema.path("items").isObject()) {
            ArrayNode items = JsonNodeFactory.instance.arrayNode();
            value.forEach(item -> items.add(shaped(root, schema.path("items"), item, depth - 1)));
            return items;
        }
        for (JsonNode branch : schema.has("anyOf") ? schema.path("anyOf") : schema.path("oneOf")) {
            JsonNode candidate = shaped(root, branch, value, depth - 1);
            if (fits(root, branch, candidate)) {
                return candidate;
            }
        }
        return value;
    }

    private static ObjectNode members(JsonNode root, JsonNode schema, JsonNode value, int depth) {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            JsonNode member = value.get(property.getKey());
            if (member != null) {
                members.set(property.getKey(), shaped(root, property.getValue(), member, depth - 1));
            } else if (requires(schema, property.getKey())) {
                members.putNull(property.getKey());
            }
        }
        value.properties().forEach(member -> {
            if (!members.has(member.getKey())) {
                members.set(member.getKey(), member.getValue());
            }
        });
        return members;
    }

    private static ArrayNode entries(JsonNode root, JsonNode schema, JsonNode value, int depth) {
        JsonNode item = resolved(root, schema.path("items")).path("properties").path("value");
        ArrayNode entries = JsonNodeFactory.instance.arrayNode();
        value.properties()
                .forEach(member -> entries.addObject()
                        .put("key", member.getKey())
                        .set("value", shaped(root, item, member.getValue(), depth - 1)));
        return entries;
    }

    /** Enough to tell alternatives apart: type, constants, and what is required. */
    private static boolean fits(JsonNode root, JsonNode given, JsonNode value) {
        JsonNode schema = resolved(root, given);
        JsonNode type = schema.path("type");
        if (!type.isMissingNode() && !type.toString().toLowerCase(Locale.ROOT).contains(typeOf(value))) {
            return false;
        }
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.asText())) {
                return false;
            }
        }
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            JsonNode only = constant(resolved(root, property.getValue()));
            JsonNode member = value.get(property.getKey());
            if (only != null && member != null && !only.equals(member)) {
                return false;
            }
        }
        return !type.isMissingNode() || schema.size() > 0;
    }

    private static @Nullable JsonNode constant(JsonNode schema) {
        if (schema.has("const")) {
            return schema.get("const");
        }
        return schema.path("enum").size() == 1 ? schema.path("enum").get(0) : null;
    }

    private static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "object";
            case ARRAY -> "array";
            case STRING -> "string";
            case BOOLEAN -> "boolean";
            case NUMBER -> value.isIntegralNumber() ? "" : "number";
            default -> "null";
        };
    }

    private static boolean isEntries(JsonNode root, JsonNode schema) {
        JsonNode properties = resolved(root, schema.path("items")).path("properties");
        return properties.size() == 2 && properties.has("key") && properties.has("value");
    }

    private static boolean requires(JsonNode schema, String name) {
        for (JsonNode one : schema.path("required")) {
            if (one.asText().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode resolved(JsonNode root, JsonNode schema) {
        JsonNode reference = schema.get("$ref");
        return reference == null
                ? schema
                : root.at(JsonPointer.compile(reference.asText().substring(1)));
    }

    @Override
    public String toString() {
        return "ObedientMind[" + answer.length() + " chars]";
    }
}
