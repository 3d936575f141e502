package dev.portolan.simulator.internal.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.Usage;
import dev.portolan.simulator.internal.Answer;
import dev.portolan.simulator.internal.Json;
import dev.portolan.simulator.internal.Omissions;
import dev.portolan.simulator.internal.Role;
import dev.portolan.simulator.internal.TokenPieces;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer of Anthropic's Messages API: as one message, or as events. See
 * https://platform.claude.com/docs/en/build-with-claude/streaming.
 */
public final class MessagesAnswer {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final AtomicLong IDS = new AtomicLong();

    private final String model;
    private final String ids;
    private final Answer answer;
    private final long input;
    private final long output;
    private final @Nullable String stopSequence;
    private final Omissions without;

    /**
     * An event of a stream.
     *
     * @param role what it is for
     * @param json its data
     */
    public record Event(Role role, ObjectNode json) {

        /**
         * What it is.
         *
         * @return such as {@code message_start}
         */
        public String type() {
            return json.path("type").asText();
        }
    }

    /**
     * An answer.
     *
     * @param model the model as answers name it
     * @param ids what ids begin with behind their kind, such as {@code vrtx_}; possibly nothing
     * @param answer what is said
     * @param input how many tokens the prompt has
     * @param stopSequence what ended it, or {@code null}
     * @param without what faults leave out
     */
    public MessagesAnswer(
            String model, String ids, Answer answer, int input, @Nullable String stopSequence, Omissions without) {
        this.model = model;
        this.ids = ids;
        this.answer = answer;
        this.stopSequence = stopSequence;
        Usage told = answer.usage();
        this.input = told == null || told.inputTokens() == null ? input : told.inputTokens();
        this.output = told == null || told.outputTokens() == null ? answer.outputTokens() : told.outputTokens();
        this.without = without;
    }

    /**
     * An id for a call.
     *
     * @param host what stands behind its kind, possibly nothing
     * @return a new id
     */
    public static String callId(String host) {
        return "toolu_" + host + Long.toString(0x1_0000_0000L + IDS.incrementAndGet(), 36);
    }

    /**
     * How many tokens were written.
     *
     * @return the count
     */
    public long outputTokens() {
        return output;
    }

    static boolean signed(String thinking, String signature) {
        return signature.equals(signature(thinking));
    }

    private static String signature(String thinking) {
        return "Es" + Integer.toHexString(thinking.hashCode()) + "UqQs==";
    }

    /**
     * The answer in one piece.
     *
     * @return the message
     */
    public ObjectNode whole() {
        ObjectNode message = head();
        ArrayNode content = message.putArray("content");
        for (ObjectNode block : blocks()) {
            content.add(block);
        }
        stop(message);
        if (!without.usage()) {
            message.set("usage", thoughts(usage(output)));
        }
        return message;
    }

    private ObjectNode head() {
        ObjectNode message = NODES.objectNode();
        if (!without.ids()) {
            message.put("model", model)
                    .put("id", "msg_" + ids + Long.toString(0x1_0000_0000L + IDS.incrementAndGet(), 36));
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

    /** What came from the cache and went into it is told apart from the input. */
    private ObjectNode usage(long written) {
        Usage told = answer.usage();
        long read = told == null || told.cachedInputTokens() == null ? 0 : told.cachedInputTokens();
        long kept = told == null || told.cacheWriteInputTokens() == null ? 0 : told.cacheWriteInputTokens();
        return NODES.objectNode()
                .put("input_tokens", input - read - kept)
                .put("cache_creation_input_tokens", kept)
                .put("cache_read_input_tokens", read)
                .put("output_tokens", written);
    }

    private ObjectNode thoughts(ObjectNode usage) {
        Usage told = answer.usage();
        long thought =
                told == null || told.reasoningTokens() == null ? answer.reasoningTokens() : told.reasoningTokens();
        if (thought > 0) {
            usage.putObject("output_tokens_details").put("thinking_tokens", thought);
        }
        return usage;
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

    /**
     * The answer piece by piece.
     *
     * @return the events in their order
     */
    public List<Event> events() {
        List<Event> split = new ArrayList<>();
        ObjectNode start = NODES.objectNode().put("type", "message_start");
        ObjectNode message = head();
        message.putArray("content");
        message.putNull("stop_reason").putNull("stop_sequence");
        if (!without.usage()) {
            message.set("usage", usage(1));
        }
        start.set("message", message);
        split.add(new Event(Role.START, start));
        split.add(new Event(Role.CONTENT, NODES.objectNode().put("type", "ping")));
        int index = 0;
        for (ObjectNode block : blocks()) {
            block(split, block, index, argumentsOf(index));
            index++;
        }
        ObjectNode delta = NODES.objectNode().put("type", "message_delta");
        delta.putObject("delta").put("stop_reason", reason()).put("stop_sequence", stopSequence);
        if (!without.usage()) {
            delta.set("usage", thoughts(NODES.objectNode().put("output_tokens", output)));
        }
        split.add(new Event(Role.FINISH, delta));
        split.add(new Event(Role.END, NODES.objectNode().put("type", "message_stop")));
        return split;
    }

    /** Arguments as the model wrote them, whole or cut off. */
    private String argumentsOf(int block) {
        int first = blocks().size() - answer.toolCalls().size();
        return block < first ? "" : answer.toolCalls().get(block - first).arguments();
    }

    private static void block(List<Event> split, ObjectNode block, int index, String arguments) {
        ObjectNode begun = block.deepCopy();
        String type = block.path("type").asText();
        switch (type) {
            case "text" -> begun.put("text", "");
            case "thinking" -> begun.put("thinking", "").put("signature", "");
            default -> begun.putObject("input");
        }
        ObjectNode start = NODES.objectNode().put("type", "content_block_start").put("index", index);
        start.set("content_block", begun);
        split.add(new Event(Role.CONTENT, start));
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
        split.add(new Event(
                Role.CONTENT,
                NODES.objectNode().put("type", "content_block_stop").put("index", index)));
    }

    private static void deltas(List<Event> split, int index, String type, String member, String text) {
        for (String piece : TokenPieces.of(text)) {
            delta(split, index, type, member, piece);
        }
    }

    private static void delta(List<Event> split, int index, String type, String member, String piece) {
        ObjectNode event = NODES.objectNode().put("type", "content_block_delta").put("index", index);
        event.putObject("delta").put("type", type).put(member, piece);
        split.add(new Event(Role.CONTENT, event));
    }
}
