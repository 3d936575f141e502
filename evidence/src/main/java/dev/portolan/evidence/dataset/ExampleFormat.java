package dev.portolan.evidence.dataset;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Message;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.Tool;
import dev.portolan.codec.JsonCodec;
import dev.portolan.evidence.check.Expectations;
import dev.portolan.schema.JsonSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Examples as JSON. Messages of what is wrong name the field and quote nothing. */
final class ExampleFormat {

    static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(200)
                            .maxStringLength(128 << 20)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final Set<String> FIELDS = Set.of(
            "id",
            "system",
            "prompt",
            "messages",
            "request",
            "variables",
            "tools",
            "schema",
            "attachments",
            "expect",
            "reference",
            "tags",
            "cluster",
            "weight");

    private ExampleFormat() {}

    /** Reads a line of JSON; null for what is none. */
    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            // Its message quotes the line.
            throw new IllegalArgumentException("is no JSON");
        }
    }

    static Example read(JsonNode root, Attachments.Place place) {
        require(root.isObject(), "an example", "an object");
        for (var field : root.properties()) {
            if (!FIELDS.contains(field.getKey())) {
                throw new IllegalArgumentException(
                        "a field is none of " + String.join(", ", new java.util.TreeSet<>(FIELDS))
                                + (field.getKey().matches("[A-Za-z_]{1,30}") ? ": " + field.getKey() : ""));
            }
        }
        Example.Builder out = Example.builder(request(root));
        for (var field : root.properties()) {
            read(field.getKey(), field.getValue(), out, place);
        }
        return out.build();
    }

    private static void read(String name, JsonNode value, Example.Builder out, Attachments.Place place) {
        switch (name) {
            case "id" -> out.id(scalar(name, value));
            case "variables" -> {
                require(value.isObject(), name, "an object");
                for (var variable : value.properties()) {
                    JsonNode given = variable.getValue();
                    out.variable(variable.getKey(), given.isTextual() ? given.textValue() : given.toString());
                }
            }
            case "attachments" -> out.attachments(place, texts(name, value));
            case "expect" -> out.expectations(Expectations.fromJson(value.toString()));
            case "reference" -> out.reference(JsonCodec.CHAT_RESPONSE.fromJson(value.toString()));
            case "tags" -> out.tags(texts(name, value).toArray(new String[0]));
            case "cluster" -> out.cluster(scalar(name, value));
            case "weight" -> {
                require(value.isNumber(), name, "a number");
                out.weight(value.doubleValue());
            }
            default -> {
                // Part of the request, which is read already.
            }
        }
    }

    private static ChatRequest request(JsonNode root) {
        int ways = (root.has("prompt") ? 1 : 0) + (root.has("messages") ? 1 : 0) + (root.has("request") ? 1 : 0);
        if (ways != 1) {
            throw new IllegalArgumentException("needs exactly one of prompt, messages, request");
        }
        if (root.has("request")) {
            for (String name : List.of("system", "tools", "schema")) {
                require(!root.has(name), name, "in the request, where there is one");
            }
            return JsonCodec.CHAT_REQUEST.fromJson(root.get("request").toString());
        }
        ChatRequest.Builder request = ChatRequest.builder();
        if (root.has("system")) {
            request.system(text("system", root.get("system")));
        }
        if (root.has("prompt")) {
            request.user(text("prompt", root.get("prompt")));
        } else {
            require(root.get("messages").isArray(), "messages", "a list");
            root.get("messages").forEach(message -> request.add(message(message)));
        }
        if (root.has("tools")) {
            require(root.get("tools").isArray(), "tools", "a list");
            List<Tool> tools = new ArrayList<>();
            root.get("tools").forEach(tool -> tools.add(tool(tool)));
            request.tools(tools);
        }
        if (root.has("schema")) {
            request.outputFormat(OutputFormat.schema(
                    "answer", JsonSchema.of(root.get("schema").toString())));
        }
        return request.build();
    }

    private static Message message(JsonNode message) {
        String text = text("messages", message.path("content"));
        return switch (text("messages", message.path("role"))) {
            case "system" -> Message.system(text);
            case "user" -> Message.user(text);
            case "assistant" -> Message.assistant(text);
            default ->
                throw new IllegalArgumentException(
                        "messages: role must be system, user or assistant; write others as a request");
        };
    }

    private static Tool tool(JsonNode tool) {
        JsonNode parameters = tool.get("parameters");
        JsonNode description = tool.get("description");
        return Tool.of(
                text("tools", tool.path("name")),
                description == null ? "" : text("tools", description),
                parameters == null ? JsonSchema.EMPTY_OBJECT.json() : parameters.toString());
    }

    private static String scalar(String name, JsonNode value) {
        require(value.isTextual() || value.isNumber(), name, "text");
        return value.asText();
    }

    private static String text(String name, JsonNode value) {
        require(value.isTextual(), name, "text");
        return value.textValue();
    }

    private static List<String> texts(String name, JsonNode value) {
        require(value.isArray(), name, "a list");
        List<String> texts = new ArrayList<>();
        value.forEach(item -> texts.add(text(name, item)));
        return texts;
    }

    private static void require(boolean holds, String name, String what) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": must be " + what);
        }
    }

    /** What is asked, without id and expectations. */
    static ObjectNode content(ChatRequest template, Map<String, String> variables, Attachments attachments) {
        ObjectNode out = MAPPER.createObjectNode();
        out.set("request", parse(JsonCodec.CHAT_REQUEST.toJson(template)));
        if (!variables.isEmpty()) {
            ObjectNode values = out.putObject("variables");
            variables.forEach(values::put);
        }
        texts(out, "attachments", attachments.paths());
        return out;
    }

    static ObjectNode write(Example example) {
        ObjectNode out = MAPPER.createObjectNode().put("id", example.id());
        out.setAll(content(example.template(), example.variables(), example.files()));
        if (!example.expectations().equals(Expectations.NONE)) {
            out.set("expect", parse(example.expectations().toJson()));
        }
        ChatResponse reference = example.reference();
        if (reference != null) {
            out.set("reference", parse(JsonCodec.CHAT_RESPONSE.toJson(reference)));
        }
        texts(out, "tags", example.tags());
        if (example.cluster() != null) {
            out.put("cluster", example.cluster());
        }
        if (example.weight() != 1) {
            out.put("weight", example.weight());
        }
        return out;
    }

    private static void texts(ObjectNode out, String name, Iterable<String> values) {
        if (values.iterator().hasNext()) {
            ArrayNode items = out.putArray(name);
            values.forEach(items::add);
        }
    }
}
