package dev.portolan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ToolCall;
import dev.portolan.simulator.internal.Omissions;
import dev.portolan.simulator.internal.Role;
import dev.portolan.simulator.internal.TokenPieces;
import java.util.ArrayList;
import java.util.List;

/**
 * Nova's own format, which is nearly that of Converse. Streamed, each piece of text is a block that ends at once. See
 * https://docs.aws.amazon.com/nova/latest/userguide/complete-request-schema.html.
 */
final class NovaFormat implements InvokeFormat {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ChatRequest request;

    private NovaFormat(ChatRequest request) {
        this.request = request;
    }

    static NovaFormat read(JsonNode body, ModelTraits model) {
        if (!body.isObject()) {
            throw BedrockError.invalid("Malformed input request, please reformat your input and try again.");
        }
        ObjectNode converse = body.deepCopy();
        converse.remove("schemaVersion");
        if (converse.path("inferenceConfig") instanceof ObjectNode sampling) {
            rename(sampling, "max_new_tokens", "maxTokens");
            rename(sampling, "top_p", "topP");
            rename(sampling, "top_k", "topK");
            JsonNode topK = sampling.remove("topK");
            if (topK != null) {
                converse.putObject("additionalModelRequestFields")
                        .putObject("inferenceConfig")
                        .set("topK", topK);
            }
        }
        ShapeCheck.require(ConverseShapes.WHOLE, converse);
        RequestRules.require(converse, model);
        return new NovaFormat(ConverseReader.read(converse));
    }

    private static void rename(ObjectNode node, String from, String to) {
        JsonNode value = node.remove(from);
        if (value != null) {
            node.set(to, value);
        }
    }

    @Override
    public ChatRequest request() {
        return request;
    }

    @Override
    public String callId(Ids ids) {
        return ids.request();
    }

    @Override
    public ObjectNode whole(Outcome outcome, Omissions omissions) {
        ObjectNode body = NODES.objectNode();
        ObjectNode message = body.putObject("output").putObject("message");
        ArrayNode content = message.putArray("content");
        String text = outcome.text();
        if (text != null && !text.isEmpty()) {
            content.addObject().put("text", text);
        }
        for (ToolCall call : outcome.answer().toolCalls()) {
            ObjectNode use = content.addObject().putObject("toolUse").put("name", call.name());
            if (!omissions.ids()) {
                use.put("toolUseId", call.id());
            }
            use.set("input", outcome.input(call));
        }
        message.put("role", "assistant");
        if (!omissions.finish()) {
            body.put("stopReason", ConverseAnswer.stopReason(outcome, false));
        }
        if (!omissions.usage()) {
            body.set("usage", usage(outcome).put("totalTokens", total(outcome)));
        }
        return body;
    }

    @Override
    public List<Chunk> chunks(Outcome outcome, Omissions omissions) {
        List<Chunk> chunks = new ArrayList<>();
        chunks.add(new Chunk(
                Role.START,
                () -> NODES.objectNode().set("messageStart", NODES.objectNode().put("role", "assistant"))));
        int block = 0;
        String text = outcome.text();
        for (String piece : text == null ? List.<String>of() : TokenPieces.of(text)) {
            addBlock(chunks, NODES.objectNode().put("text", piece), block++);
        }
        for (ToolCall call : outcome.answer().toolCalls()) {
            addCall(chunks, call, block++, omissions);
        }
        chunks.add(new Chunk(
                Role.FINISH,
                () -> NODES.objectNode()
                        .set(
                                "messageStop",
                                NODES.objectNode().put("stopReason", ConverseAnswer.stopReason(outcome, false)))));
        chunks.add(new Chunk(Role.USAGE, () -> metadata(outcome)));
        return chunks;
    }

    private static void addBlock(List<Chunk> chunks, ObjectNode delta, int block) {
        chunks.add(new Chunk(Role.CONTENT, () -> {
            ObjectNode event = NODES.objectNode();
            ObjectNode inner = event.putObject("contentBlockDelta");
            inner.set("delta", delta);
            inner.put("contentBlockIndex", block);
            return event;
        }));
        chunks.add(new Chunk(
                Role.CONTENT,
                () -> NODES.objectNode()
                        .set("contentBlockStop", NODES.objectNode().put("contentBlockIndex", block))));
    }

    private static void addCall(List<Chunk> chunks, ToolCall call, int block, Omissions omissions) {
        chunks.add(new Chunk(Role.CONTENT, () -> {
            ObjectNode event = NODES.objectNode();
            ObjectNode inner = event.putObject("contentBlockStart");
            ObjectNode use = inner.putObject("start").putObject("toolUse").put("name", call.name());
            if (!omissions.ids()) {
                use.put("toolUseId", call.id());
            }
            inner.put("contentBlockIndex", block);
            return event;
        }));
        ObjectNode delta = NODES.objectNode();
        delta.putObject("toolUse").put("input", call.arguments().isBlank() ? "{}" : call.arguments());
        addBlock(chunks, delta, block);
    }

    private static ObjectNode metadata(Outcome outcome) {
        ObjectNode event = NODES.objectNode();
        ObjectNode metadata = event.putObject("metadata");
        metadata.set("usage", usage(outcome));
        metadata.putObject("metrics");
        metadata.putObject("trace");
        return event;
    }

    private static ObjectNode usage(Outcome outcome) {
        TokenUse tokens = outcome.tokens();
        return NODES.objectNode()
                .put("inputTokens", tokens.input())
                .put("outputTokens", tokens.output())
                .put("cacheReadInputTokenCount", tokens.read())
                .put("cacheWriteInputTokenCount", tokens.written());
    }

    private static long total(Outcome outcome) {
        TokenUse tokens = outcome.tokens();
        return tokens.input() + tokens.read() + tokens.written() + tokens.output();
    }
}
