package dev.portolan.simulator.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.api.HttpBody;
import com.google.protobuf.ByteString;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.Usage;
import dev.portolan.simulator.internal.Answer;
import dev.portolan.simulator.internal.Framing;
import dev.portolan.simulator.internal.Json;
import dev.portolan.simulator.internal.Omissions;
import dev.portolan.simulator.internal.Piece;
import dev.portolan.simulator.internal.Role;
import dev.portolan.simulator.internal.SseFraming;
import dev.portolan.simulator.internal.TokenPieces;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer of Anthropic's Messages API: as JSON in one body, or as events in bodies that end anywhere. See
 * https://docs.claude.com/en/docs/build-with-claude/streaming.
 */
final class AnthropicAnswer {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final AtomicLong IDS = new AtomicLong();

    private final AnthropicCall call;
    private final Answer answer;
    private final long input;
    private final long output;
    private final @Nullable String stopSequence;
    private final Omissions without;

    AnthropicAnswer(AnthropicCall call, Answer answer, int input, @Nullable String stopSequence, Omissions without) {
        this.call = call;
        this.answer = answer;
        this.stopSequence = stopSequence;
        Usage told = answer.usage();
        this.input = told == null || told.inputTokens() == null ? input : told.inputTokens();
        this.output = told == null || told.outputTokens() == null ? answer.outputTokens() : told.outputTokens();
        this.without = without;
    }

    static String callId() {
        return "toolu_vrtx_" + Long.toString(0x1_0000_0000L + IDS.incrementAndGet(), 36);
    }

    static boolean signed(String thinking, String signature) {
        return signature.equals(signature(thinking));
    }

    private static String signature(String thinking) {
        return "Es" + Integer.toHexString(thinking.hashCode()) + "UqQs==";
    }

    GrpcAnswer answer() {
        return call.prompt().streaming()
                ? GrpcAnswer.streamed(events())
                : GrpcAnswer.whole((int) output, body(Json.bytes(whole()), "application/json"), answer.anyText());
    }

    private static byte[] body(byte[] bytes, String type) {
        return HttpBody.newBuilder()
                .setContentType(type)
                .setData(ByteString.copyFrom(bytes))
                .build()
                .toByteArray();
    }

    private ObjectNode whole() {
        ObjectNode message = head();
        ArrayNode content = message.putArray("content");
        for (ObjectNode block : blocks()) {
            content.add(block);
        }
        stop(message);
        if (!without.usage()) {
            message.set("usage", usage(output));
        }
        return message;
    }

    private ObjectNode head() {
        ObjectNode message = NODES.objectNode();
        if (!without.ids()) {
            message.put("model", call.path().model().replace('@', '-'))
                    .put("id", "msg_vrtx_" + Long.toString(0x1_0000_0000L + IDS.incrementAndGet(), 36));
        }
        return message.put("type", "message").put("role", "assistant");
    }

    private void stop(ObjectNode message) {
        if (!without.finish()) {
            message.put("stop_reason", reason()).put("stop_sequence", stopSequence);
        }
    }

    private String reason() {
        return switch (answer.finish()) {
            case LENGTH -> "max_tokens";
            case TOOL_CALLS -> "tool_use";
            case REFUSAL, CONTENT_FILTER -> "refusal";
            case STOP, OTHER -> stopSequence == null ? "end_turn" : "stop_sequence";
        };
    }

    private ObjectNode usage(long written) {
        return NODES.objectNode()
                .put("input_tokens", input)
                .put("cache_creation_input_tokens", 0)
                .put("cache_read_input_tokens", 0)
                .put("output_tokens", written);
    }

    private String text() {
        return (answer.text() == null ? "" : answer.text()) + (answer.refusal() == null ? "" : answer.refusal());
    }

    private List<ObjectNode> blocks() {
        List<ObjectNode> blocks = new ArrayList<>();
        if (answer.reasoning() != null) {
            blocks.add(NODES.objectNode()
                    .put("type", "thinking")
                    .put("thinking", answer.reasoning())
                    .put("signature", signature(answer.reasoning())));
        }
        if (!text().isEmpty()) {
            blocks.add(NODES.objectNode().put("type", "text").put("text", text()));
        }
        for (ToolCall one : answer.toolCalls()) {
            JsonNode input = Json.parse(one.arguments());
            ObjectNode block = NODES.objectNode().put("type", "tool_use");
            if (!without.ids()) {
                block.put("id", one.id());
            }
            // Arguments that were cut off are none.
            block.put("name", one.name()).set("input", input != null && input.isObject() ? input : NODES.objectNode());
            blocks.add(block);
        }
        return blocks;
    }

    private List<Piece> events() {
        Split split = new Split();
        ObjectNode start = NODES.objectNode().put("type", "message_start");
        ObjectNode message = head();
        message.putArray("content");
        message.putNull("stop_reason").putNull("stop_sequence");
        if (!without.usage()) {
            message.set("usage", usage(1));
        }
        start.set("message", message);
        split.add(Role.START, start);
        split.add(Role.CONTENT, NODES.objectNode().put("type", "ping"));
        int index = 0;
        for (ObjectNode block : blocks()) {
            block(split, block, index, argumentsOf(index));
            index++;
        }
        ObjectNode delta = NODES.objectNode().put("type", "message_delta");
        delta.putObject("delta").put("stop_reason", reason()).put("stop_sequence", stopSequence);
        if (!without.usage()) {
            delta.putObject("usage").put("output_tokens", output);
        }
        split.add(Role.FINISH, delta);
        split.add(Role.END, NODES.objectNode().put("type", "message_stop"));
        return split.pieces;
    }

    /** Arguments as the model wrote them, whole or cut off. */
    private String argumentsOf(int block) {
        int first = blocks().size() - answer.toolCalls().size();
        return block < first ? "" : answer.toolCalls().get(block - first).arguments();
    }

    private static void block(Split split, ObjectNode block, int index, String arguments) {
        ObjectNode begun = block.deepCopy();
        String type = block.path("type").asText();
        switch (type) {
            case "text" -> begun.put("text", "");
            case "thinking" -> begun.put("thinking", "").put("signature", "");
            default -> begun.putObject("input");
        }
        ObjectNode start = NODES.objectNode().put("type", "content_block_start").put("index", index);
        start.set("content_block", begun);
        split.add(Role.CONTENT, start);
        switch (type) {
            case "text" ->
                deltas(split, index, "text_delta", "text", block.path("text").asText());
            case "thinking" -> {
                deltas(
                        split,
                        index,
                        "thinking_delta",
                        "thinking",
                        block.path("thinking").asText());
                delta(
                        split,
                        index,
                        "signature_delta",
                        "signature",
                        block.path("signature").asText());
            }
            default -> {
                delta(split, index, "input_json_delta", "partial_json", "");
                deltas(split, index, "input_json_delta", "partial_json", arguments);
            }
        }
        split.add(
                Role.CONTENT,
                NODES.objectNode().put("type", "content_block_stop").put("index", index));
    }

    private static void deltas(Split split, int index, String type, String member, String text) {
        for (String piece : TokenPieces.of(text)) {
            delta(split, index, type, member, piece);
        }
    }

    private static void delta(Split split, int index, String type, String member, String piece) {
        ObjectNode event = NODES.objectNode().put("type", "content_block_delta").put("index", index);
        event.putObject("delta").put("type", type).put(member, piece);
        split.add(Role.CONTENT, event);
    }

    /** Puts events into bodies: each body begins with the rest of the event before, and leaves a rest of its own. */
    private static final class Split {
        private final List<Piece> pieces = new ArrayList<>();
        private byte[] rest = new byte[0];

        void add(Role role, ObjectNode event) {
            String type = event.path("type").asText();
            byte[] bytes = SseFraming.event(type).frame(Json.bytes(event));
            // Only what comes before the end may be divided: what is for the end alone can be left out.
            boolean divided = role == Role.START || (role == Role.CONTENT && !type.equals("content_block_stop"));
            int kept = divided ? Math.floorMod(31 * pieces.size() + bytes.length, bytes.length) : 0;
            byte[] body = new byte[rest.length + bytes.length - kept];
            System.arraycopy(rest, 0, body, 0, rest.length);
            System.arraycopy(bytes, 0, body, rest.length, bytes.length - kept);
            rest = new byte[kept];
            System.arraycopy(bytes, bytes.length - kept, rest, 0, kept);
            byte[] message = body(body, "text/event-stream");
            pieces.add(new Piece(role, () -> message, Framing.NONE, "data: "));
        }
    }
}
