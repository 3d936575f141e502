package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.bedrock.Block.Kind;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Part;
import dev.portolan.chat.Usage;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.ToolNames;
import dev.portolan.spi.support.WireJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state of one answer in Converse's form: takes the blocks of a whole one or the events of a stream, tells them as events,
 * and makes the response.
 *
 * <p>Blocks of text and reasoning do not say when they start; they start with their first piece.
 */
final class Answer {

    private static final Set<String> KNOWN = Set.of("output", "stopReason", "messageStop", "$metadata");

    private final String model;
    private final String family;
    private final ToolNames names;
    private final boolean quotes;
    private final List<Block> blocks = new ArrayList<>(2);
    private final Map<Integer, Block> open = new HashMap<>(2);
    private final ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    private @Nullable String stopReason;
    private @Nullable String responseId;
    private @Nullable String answeringModel;
    private @Nullable Usage usage;
    private boolean begun;

    /**
     * @param quotes whether a guardrail's trace is kept with what it quotes of prompt and answer
     */
    Answer(String model, String family, ToolNames names, boolean quotes) {
        this.model = model;
        this.family = family;
        this.names = names;
        this.quotes = quotes;
    }

    /** Takes the blocks of a whole message. */
    void content(JsonNode content) {
        begun = true;
        for (JsonNode each : content) {
            each.properties().forEach(member -> whole(member.getKey(), member.getValue(), each));
        }
    }

    private void whole(String type, JsonNode value, JsonNode block) {
        switch (type) {
            case "text" -> opened(Kind.TEXT).content.append(value.asText());
            case "reasoningContent" -> {
                Block thought = opened(Kind.REASONING);
                thought.content.append(value.path("reasoningText").path("text").asText());
                signed(thought, value.path("reasoningText").path("signature"));
                thought.bytes(value.path("redactedContent"));
            }
            case "toolUse" -> {
                Block call = opened(Kind.CALL);
                call.start = value;
                call.content.append(
                        value.path("input").isMissingNode()
                                ? ""
                                : value.path("input").toString());
            }
            case "toolResult" -> opened(Kind.RESULT).start = value;
            case "citationsContent" -> {
                Block text = opened(Kind.TEXT);
                value.path("content")
                        .forEach(piece -> text.content.append(piece.path("text").asText()));
                value.path("citations").forEach(text::cite);
            }
            case "image" -> {
                Block image = opened(Kind.IMAGE);
                image.start = value;
                image.bytes(value.path("source").path("bytes"));
            }
            // Beside its content, a block may say its own type or cut: what is no block is no part.
            default -> {
                if (value.isObject() && block.size() == 1) {
                    Block other = opened(Kind.OTHER);
                    other.name = type;
                    other.start = value;
                }
            }
        }
    }

    private static void signed(Block thought, JsonNode signature) {
        if (signature.isTextual() && !signature.asText().isEmpty()) {
            thought.sign(signature.asText());
        }
    }

    private Block opened(Kind kind) {
        Block block = new Block(kind, blocks.size());
        blocks.add(block);
        return block;
    }

    /** A block says that it starts. */
    void start(int index, JsonNode start, Consumer<ChatEvent> out) {
        begun = true;
        if (start.has("toolUse")) {
            Block call = opened(Kind.CALL);
            call.start = start.path("toolUse");
            open.put(index, call);
            if (!call.executed()) {
                out.accept(new ChatEvent.ToolCallDelta(
                        call.number,
                        call.start.path("toolUseId").asText(null),
                        names.original(call.start.path("name").asText("")),
                        ""));
            }
        } else if (start.has("toolResult")) {
            Block result = opened(Kind.RESULT);
            result.start = start.path("toolResult");
            open.put(index, result);
        } else if (start.has("image")) {
            Block image = opened(Kind.IMAGE);
            image.start = start.path("image");
            open.put(index, image);
        }
    }

    /** A piece of a block. */
    void delta(int index, JsonNode delta, Consumer<ChatEvent> out) {
        begun = true;
        if (delta.has("text")) {
            text(index, delta.path("text").asText(), out);
        } else if (delta.has("reasoningContent")) {
            reasoning(index, delta.path("reasoningContent"), out);
        } else if (delta.has("toolUse")) {
            call(block(index, Kind.CALL), delta.path("toolUse").path("input"), out);
        } else if (delta.has("citation")) {
            block(index, Kind.TEXT).cite(delta.path("citation"));
            out.accept(new ChatEvent.Other("citation", delta.path("citation").toString()));
        } else if (delta.has("toolResult")) {
            delta.path("toolResult").forEach(block(index, Kind.RESULT)::result);
            out.accept(
                    new ChatEvent.Other("toolResult", delta.path("toolResult").toString()));
        } else if (delta.has("image")) {
            block(index, Kind.IMAGE).bytes(delta.path("image").path("source").path("bytes"));
        } else if (!delta.isEmpty()) {
            out.accept(new ChatEvent.Other("contentBlockDelta", delta.toString()));
        }
    }

    private void text(int index, String piece, Consumer<ChatEvent> out) {
        if (!piece.isEmpty()) {
            Block text = block(index, Kind.TEXT);
            text.content.append(piece);
            out.accept(new ChatEvent.TextDelta(piece, text.number));
        }
    }

    private void reasoning(int index, JsonNode piece, Consumer<ChatEvent> out) {
        Block thought = block(index, Kind.REASONING);
        String text = piece.path("text").asText("");
        if (!text.isEmpty()) {
            thought.content.append(text);
            out.accept(new ChatEvent.ReasoningDelta(text, thought.number));
        }
        signed(thought, piece.path("signature"));
        thought.bytes(piece.path("redactedContent"));
    }

    private static void call(Block call, JsonNode input, Consumer<ChatEvent> out) {
        String piece = input.isTextual() ? input.asText() : input.isMissingNode() ? "" : input.toString();
        call.content.append(piece);
        if (!piece.isEmpty() && !call.executed()) {
            out.accept(new ChatEvent.ToolCallDelta(call.number, null, null, piece));
        }
    }

    /** The block with this index; another kind of content under the same index begins a block of its own. */
    private Block block(int index, Kind kind) {
        Block current = open.get(index);
        if (current == null || current.kind != kind) {
            current = opened(kind);
            open.put(index, current);
        }
        return current;
    }

    void stop(int index) {
        open.remove(index);
    }

    void stopReason(@Nullable String reason) {
        stopReason = reason;
    }

    @Nullable
    String stopReason() {
        return stopReason;
    }

    /** What models say of themselves in their own formats; Converse says neither. */
    void identity(@Nullable String id, @Nullable String modelName) {
        responseId = id;
        answeringModel = modelName;
    }

    /** Usage, and what else stands beside the message. */
    void metadata(JsonNode members) {
        begun = true;
        for (Map.Entry<String, JsonNode> member : members.properties()) {
            if (!KNOWN.contains(member.getKey())) {
                boolean quoting = member.getKey().equals("trace") && !quotes;
                metadata.set(member.getKey(), quoting ? Guardrail.verdicts(member.getValue()) : member.getValue());
            }
        }
        if (members.path("usage").isObject() && !members.path("usage").isEmpty()) {
            usage = UsageMapper.of(members.path("usage"));
        }
    }

    boolean hasUsage() {
        return usage != null;
    }

    /** The stream has ended well: hands out the calls, the usage and the response. */
    void complete(Consumer<ChatEvent> out) {
        ChatResponse response = whole().build();
        for (Block block : blocks) {
            if (block.kind == Kind.CALL && !block.executed()) {
                String arguments = block.content.toString();
                if (arguments.isBlank() || WireJson.isObject(arguments)) {
                    out.accept(new ChatEvent.ToolCallCompleted(block.call(names), block.number));
                }
            }
        }
        if (usage != null) {
            out.accept(new ChatEvent.UsageReported(usage));
        }
        out.accept(new ChatEvent.Completed(response));
    }

    /**
     * The response.
     *
     * @throws LlmException when a guardrail blocked the prompt, so that there is none
     */
    ChatResponse.Builder whole() {
        LlmException blocked = Guardrail.blockedPrompt(stopReason, metadata.path("trace"), usage, text());
        if (blocked != null) {
            throw blocked;
        }
        return response(true);
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (Block block : blocks) {
            if (block.kind == Kind.TEXT) {
                text.append(block.content);
            }
        }
        return text.toString();
    }

    /** What has come so far, without calls; {@code null} when nothing has. */
    @Nullable
    ChatResponse partial() {
        return begun ? response(false).build() : null;
    }

    private ChatResponse.Builder response(boolean whole) {
        List<Part> parts = new ArrayList<>(blocks.size());
        boolean calls = false;
        for (Block block : blocks) {
            if (whole || block.kind != Kind.CALL) {
                block.addTo(parts, names, family);
                calls |= block.kind == Kind.CALL && !block.executed();
            }
        }
        return ChatResponse.builder()
                .message(new AssistantMessage(parts))
                .finishReason(FinishReasons.of(stopReason, calls))
                .usage(usage == null ? Usage.UNKNOWN : usage)
                .provider(BedrockProvider.ID)
                .model(answeringModel == null ? model : answeringModel)
                .responseId(responseId)
                .vendorMetadata(metadata::toString);
    }
}
