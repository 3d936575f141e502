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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Claude's own format: a message, or its events in chunks. See
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages-request-response.html.
 */
final class AnthropicFormat implements InvokeFormat {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ChatRequest request;
    private final ModelTraits model;
    private final String id;

    private AnthropicFormat(ChatRequest request, ModelTraits model, String id) {
        this.request = request;
        this.model = model;
        this.id = id;
    }

    static AnthropicFormat read(JsonNode body, ModelTraits model, Ids ids) {
        return new AnthropicFormat(AnthropicReader.read(body, model), model, ids.anthropicMessage());
    }

    @Override
    public ChatRequest request() {
        return request;
    }

    @Override
    public String callId(Ids ids) {
        return ids.anthropicToolUse();
    }

    @Override
    public ObjectNode whole(Outcome outcome, Omissions omissions) {
        ObjectNode body = head(omissions);
        ArrayNode content = body.putArray("content");
        if (outcome.answer().reasoning() != null) {
            content.add(thinking(
                    outcome.answer().reasoning(),
                    ConverseAnswer.signature(outcome.answer().reasoning())));
        }
        String text = outcome.text();
        if (text != null && !text.isEmpty()) {
            content.addObject().put("type", "text").put("text", text);
        }
        for (ToolCall call : outcome.answer().toolCalls()) {
            content.add(use(call, outcome.input(call), omissions));
        }
        body.put("stop_reason", omissions.finish() ? null : stopReason(outcome));
        body.put("stop_sequence", outcome.stopSequence());
        if (!omissions.usage()) {
            body.set(
                    "usage",
                    usage(outcome.tokens())
                            .put("output_tokens", outcome.tokens().output()));
        }
        return body;
    }

    private ObjectNode head(Omissions omissions) {
        ObjectNode head = NODES.objectNode();
        if (!omissions.ids()) {
            head.put("id", id);
        }
        head.put("type", "message").put("role", "assistant");
        return omissions.ids() ? head : head.put("model", model.ownName());
    }

    private static ObjectNode thinking(String text, String signature) {
        return NODES.objectNode().put("type", "thinking").put("thinking", text).put("signature", signature);
    }

    private static ObjectNode use(ToolCall call, JsonNode input, Omissions omissions) {
        ObjectNode use = NODES.objectNode().put("type", "tool_use");
        if (!omissions.ids()) {
            use.put("id", call.id());
        }
        use.put("name", call.name()).set("input", input);
        return use;
    }

    private static ObjectNode usage(TokenUse tokens) {
        ObjectNode usage = NODES.objectNode().put("input_tokens", tokens.input());
        if (tokens.cached()) {
            usage.put("cache_creation_input_tokens", tokens.written()).put("cache_read_input_tokens", tokens.read());
        }
        return usage;
    }

    private static String stopReason(Outcome outcome) {
        return switch (outcome.answer().finish()) {
            case STOP -> outcome.stopSequence() == null ? "end_turn" : "stop_sequence";
            case LENGTH -> "max_tokens";
            case TOOL_CALLS -> "tool_use";
            case REFUSAL, CONTENT_FILTER -> "refusal";
            case OTHER -> "pause_turn";
        };
    }

    @Override
    public List<Chunk> chunks(Outcome outcome, Omissions omissions) {
        List<Chunk> chunks = new ArrayList<>();
        chunks.add(new Chunk(Role.START, () -> start(outcome, omissions)));
        int block = 0;
        String reasoning = outcome.answer().reasoning();
        if (reasoning != null) {
            List<ObjectNode> deltas = new ArrayList<>();
            TokenPieces.of(reasoning).forEach(piece -> deltas.add(delta("thinking_delta", "thinking", piece)));
            deltas.add(delta("signature_delta", "signature", ConverseAnswer.signature(reasoning)));
            addBlock(chunks, thinking("", ""), deltas, block++);
        }
        String text = outcome.text();
        if (text != null && !text.isEmpty()) {
            List<ObjectNode> deltas = new ArrayList<>();
            TokenPieces.of(text).forEach(piece -> deltas.add(delta("text_delta", "text", piece)));
            addBlock(chunks, NODES.objectNode().put("type", "text").put("text", ""), deltas, block++);
        }
        for (ToolCall call : outcome.answer().toolCalls()) {
            List<ObjectNode> deltas = new ArrayList<>();
            deltas.add(delta("input_json_delta", "partial_json", ""));
            TokenPieces.of(call.arguments())
                    .forEach(piece -> deltas.add(delta("input_json_delta", "partial_json", piece)));
            addBlock(chunks, use(call, NODES.objectNode(), omissions), deltas, block++);
        }
        chunks.add(new Chunk(Role.FINISH, () -> messageDelta(outcome)));
        chunks.add(new Chunk(Role.USAGE, () -> NODES.objectNode().put("type", "message_stop")));
        return chunks;
    }

    private ObjectNode start(Outcome outcome, Omissions omissions) {
        ObjectNode start = NODES.objectNode().put("type", "message_start");
        ObjectNode inner = head(omissions);
        start.set("message", inner);
        inner.putArray("content");
        inner.put("stop_reason", (String) null).put("stop_sequence", (String) null);
        inner.set("usage", usage(outcome.tokens()).put("output_tokens", 1));
        return start;
    }

    private static ObjectNode messageDelta(Outcome outcome) {
        ObjectNode event = NODES.objectNode().put("type", "message_delta");
        event.putObject("delta").put("stop_reason", stopReason(outcome)).put("stop_sequence", outcome.stopSequence());
        event.putObject("usage").put("output_tokens", outcome.tokens().output());
        return event;
    }

    private static ObjectNode delta(String type, String member, @Nullable String value) {
        return NODES.objectNode().put("type", type).put(member, value);
    }

    private static void addBlock(List<Chunk> chunks, ObjectNode empty, List<ObjectNode> deltas, int index) {
        chunks.add(content(() -> at("content_block_start", index).set("content_block", empty)));
        for (ObjectNode delta : deltas) {
            chunks.add(content(() -> at("content_block_delta", index).set("delta", delta)));
        }
        chunks.add(content(() -> at("content_block_stop", index)));
    }

    private static Chunk content(Supplier<ObjectNode> json) {
        return new Chunk(Role.CONTENT, json);
    }

    private static ObjectNode at(String type, int index) {
        return NODES.objectNode().put("type", type).put("index", index);
    }
}
