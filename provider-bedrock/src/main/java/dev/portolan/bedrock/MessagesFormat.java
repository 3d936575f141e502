package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.spi.support.WireJson;

/**
 * Anthropic's Messages on Bedrock, from and to Converse's form.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages.html">AWS:
 *     Anthropic's Messages</a>
 */
final class MessagesFormat {

    /** Anthropic demands a limit; thinking comes on top of this one. */
    private static final int MAX_TOKENS = 4096;

    private MessagesFormat() {}

    static void write(JsonNode converse, ObjectNode body) {
        body.put("anthropic_version", "bedrock-2023-05-31");
        int thinking = converse.path("additionalModelRequestFields")
                .path("thinking")
                .path("budget_tokens")
                .asInt();
        body.put("max_tokens", MAX_TOKENS + thinking);
        InvokeFormat.inference(converse, body, "max_tokens", "temperature", "top_p", "stop_sequences");
        if (!converse.path("system").isEmpty()) {
            blocks(converse.path("system"), body.putArray("system"));
        }
        ArrayNode messages = body.putArray("messages");
        for (JsonNode turn : converse.path("messages")) {
            ObjectNode message =
                    messages.addObject().put("role", turn.path("role").asText());
            blocks(turn.path("content"), message.putArray("content"));
        }
        JsonNode tools = converse.path("toolConfig").path("tools");
        if (!tools.isEmpty()) {
            tools(tools, body.putArray("tools"));
            choice(converse.path("toolConfig").path("toolChoice"), body);
        }
        output(converse.path("outputConfig"), body);
    }

    private static void output(JsonNode config, ObjectNode body) {
        if (config.has("effort")) {
            body.withObjectProperty("output_config").set("effort", config.path("effort"));
        }
        JsonNode schema = config.path("textFormat").path("structure").path("jsonSchema");
        if (schema.has("schema")) {
            body.withObjectProperty("output_config")
                    .putObject("format")
                    .put("type", "json_schema")
                    .set("schema", WireJson.tree(schema.path("schema").asText()));
        }
    }

    private static void blocks(JsonNode content, ArrayNode into) {
        for (JsonNode block : content) {
            if (block.has("text")) {
                into.addObject().put("type", "text").set("text", block.path("text"));
            } else if (block.has("cachePoint")) {
                cached(block.path("cachePoint"), into);
            } else if (block.has("image")) {
                source(into.addObject().put("type", "image"), "image/", block.path("image"));
            } else if (block.has("document")) {
                source(into.addObject().put("type", "document"), "application/", block.path("document"));
            } else if (block.has("toolUse")) {
                JsonNode use = block.path("toolUse");
                ObjectNode call = into.addObject().put("type", "tool_use");
                call.set("id", use.path("toolUseId"));
                call.set("name", use.path("name"));
                call.set("input", use.path("input"));
            } else if (block.has("toolResult")) {
                result(block.path("toolResult"), into.addObject());
            } else if (block.has("reasoningContent")) {
                thinking(block.path("reasoningContent"), into.addObject());
            } else {
                throw MediaBlocks.unsupported("messages", "the model takes no such content in its own format");
            }
        }
    }

    /** A mark on the block before it, where Converse has a block of its own. */
    private static void cached(JsonNode point, ArrayNode into) {
        if (!into.isEmpty() && into.get(into.size() - 1) instanceof ObjectNode last) {
            ObjectNode control = last.putObject("cache_control").put("type", "ephemeral");
            if (point.has("ttl")) {
                control.set("ttl", point.path("ttl"));
            }
        }
    }

    private static void source(ObjectNode into, String type, JsonNode media) {
        if (!media.path("source").has("bytes")) {
            throw MediaBlocks.unsupported("messages", "the model takes media as bytes only in its own format");
        }
        ObjectNode source = into.putObject("source").put("type", "base64");
        source.put("media_type", type + media.path("format").asText());
        source.set("data", media.path("source").path("bytes"));
    }

    private static void result(JsonNode result, ObjectNode into) {
        into.put("type", "tool_result");
        into.set("tool_use_id", result.path("toolUseId"));
        if (result.path("status").asText().equals("error")) {
            into.put("is_error", true);
        }
        ArrayNode content = JsonNodeFactory.instance.arrayNode();
        for (JsonNode block : result.path("content")) {
            if (block.has("json")) {
                content.addObject()
                        .put("type", "text")
                        .put("text", block.path("json").toString());
            } else {
                blocks(JsonNodeFactory.instance.arrayNode().add(block), content);
            }
        }
        into.set("content", content);
    }

    private static void thinking(JsonNode reasoning, ObjectNode into) {
        if (reasoning.has("redactedContent")) {
            into.put("type", "redacted_thinking").set("data", reasoning.path("redactedContent"));
        } else {
            into.put("type", "thinking")
                    .set("thinking", reasoning.path("reasoningText").path("text"));
            into.set("signature", reasoning.path("reasoningText").path("signature"));
        }
    }

    private static void tools(JsonNode tools, ArrayNode into) {
        for (JsonNode tool : tools) {
            if (tool.has("cachePoint")) {
                cached(tool.path("cachePoint"), into);
                continue;
            }
            JsonNode spec = tool.path("toolSpec");
            ObjectNode written = into.addObject();
            written.set("name", spec.path("name"));
            if (spec.has("description")) {
                written.set("description", spec.path("description"));
            }
            written.set("input_schema", spec.path("inputSchema").path("json"));
            if (spec.has("strict")) {
                written.set("strict", spec.path("strict"));
            }
        }
    }

    private static void choice(JsonNode choice, ObjectNode body) {
        if (choice.has("any")) {
            body.putObject("tool_choice").put("type", "any");
        } else if (choice.has("tool")) {
            body.putObject("tool_choice")
                    .put("type", "tool")
                    .set("name", choice.path("tool").path("name"));
        }
    }

    /** A block of an answer in Converse's form. */
    static ObjectNode block(JsonNode block) {
        ObjectNode converse = JsonNodeFactory.instance.objectNode();
        switch (block.path("type").asText()) {
            case "text" -> converse.set("text", block.path("text"));
            case "tool_use", "server_tool_use" -> converse.set("toolUse", call(block));
            case "thinking" -> {
                ObjectNode text = converse.putObject("reasoningContent").putObject("reasoningText");
                text.set("text", block.path("thinking"));
                text.set("signature", block.path("signature"));
            }
            case "redacted_thinking" ->
                converse.putObject("reasoningContent").set("redactedContent", block.path("data"));
            default -> converse.set(block.path("type").asText("unknown"), block);
        }
        return converse;
    }

    static ObjectNode call(JsonNode block) {
        ObjectNode use = JsonNodeFactory.instance.objectNode();
        use.set("toolUseId", block.path("id"));
        use.set("name", block.path("name"));
        use.set("input", block.path("input"));
        if (block.path("type").asText().equals("server_tool_use")) {
            use.put("type", "server_tool_use");
        }
        return use;
    }

    /** Usage in Converse's names, which count the same. */
    static ObjectNode usage(JsonNode usage) {
        ObjectNode converse = JsonNodeFactory.instance.objectNode();
        copy(usage, "input_tokens", converse, "inputTokens");
        copy(usage, "output_tokens", converse, "outputTokens");
        copy(usage, "cache_read_input_tokens", converse, "cacheReadInputTokens");
        copy(usage, "cache_creation_input_tokens", converse, "cacheWriteInputTokens");
        return converse;
    }

    private static void copy(JsonNode from, String name, ObjectNode into, String as) {
        if (from.path(name).isNumber()) {
            into.set(as, from.path(name));
        }
    }
}
