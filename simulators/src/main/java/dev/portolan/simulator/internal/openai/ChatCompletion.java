package dev.portolan.simulator.internal.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolChoice;
import dev.portolan.simulator.internal.Answer;
import dev.portolan.simulator.internal.Json;
import dev.portolan.simulator.internal.Omissions;
import dev.portolan.simulator.internal.Piece;
import dev.portolan.simulator.internal.Role;
import dev.portolan.simulator.internal.SseFraming;
import dev.portolan.simulator.internal.TokenPieces;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes the answer of Chat Completions, whole or in chunks. */
final class ChatCompletion {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.UTF_8);

    private final ChatCall call;
    private final List<Answer> answers;
    private final Counts counts;
    private final String id;
    private final long created;
    private final Omissions omissions;
    private final Additions additions;

    ChatCompletion(
            ChatCall call,
            List<Answer> answers,
            Counts counts,
            String id,
            long created,
            Omissions omissions,
            Additions additions) {
        this.call = call;
        this.answers = answers;
        this.counts = counts;
        this.id = id;
        this.created = created;
        this.omissions = omissions;
        this.additions = additions;
    }

    /** Not streamed, the service prints prettily. */
    byte[] whole() {
        ObjectNode body = head("chat.completion");
        ArrayNode choices = body.putArray("choices");
        for (Answer answer : answers) {
            ObjectNode choice = choices.addObject().put("index", choices.size() - 1);
            choice.set("message", message(answer));
            choice.set("logprobs", logprobs(answer.text() == null ? List.of() : TokenPieces.of(answer.text())));
            choice.put("finish_reason", omissions.finish() ? null : finish(answer));
            additions.toChoice(choice, answer);
        }
        additions.toCompletion(body);
        if (!omissions.usage()) {
            body.set("usage", counts.ofChat());
        }
        tail(body);
        return Json.pretty(body);
    }

    private ObjectNode message(Answer answer) {
        ObjectNode message = NODES.objectNode().put("role", "assistant").put("content", content(answer));
        if (!answer.toolCalls().isEmpty()) {
            ArrayNode calls = message.putArray("tool_calls");
            for (ToolCall toolCall : answer.toolCalls()) {
                ObjectNode call = identified(calls.addObject(), toolCall).put("type", "function");
                call.putObject("function").put("name", toolCall.name()).put("arguments", toolCall.arguments());
            }
        }
        message.put("refusal", answer.refusal());
        message.putArray("annotations");
        return message;
    }

    private ObjectNode identified(ObjectNode call, ToolCall toolCall) {
        return omissions.ids() ? call : call.put("id", toolCall.id());
    }

    /** Null beside a refusal or calls; an answer that was cut before it began is empty. */
    private static @Nullable String content(Answer answer) {
        boolean elsewhere = answer.refusal() != null || !answer.toolCalls().isEmpty();
        return answer.text() == null && !elsewhere ? "" : answer.text();
    }

    private String finish(Answer answer) {
        return switch (answer.finish()) {
            case LENGTH -> "length";
            case CONTENT_FILTER -> "content_filter";
            // With a named function the service says "stop", though the answer is a call.
            case TOOL_CALLS -> named() ? "stop" : "tool_calls";
            case STOP, REFUSAL, OTHER -> "stop";
        };
    }

    private boolean named() {
        ToolChoice choice = call.prompt().request().toolChoice();
        return choice != null && choice.mode() == ToolChoice.Mode.NAMED;
    }

    /** The chunks of all choices, interleaved, and the end marker. */
    List<Piece> chunks() {
        List<List<Piece>> perChoice = new ArrayList<>();
        for (Answer answer : answers) {
            perChoice.add(choices(answer, perChoice.size()));
        }
        List<Piece> chunks = new ArrayList<>();
        ObjectNode first = additions.firstChunk();
        if (first != null) {
            chunks.add(new Piece(Role.START, () -> Json.bytes(first), SseFraming.DATA, ""));
        }
        int longest = perChoice.stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < longest; i++) {
            for (List<Piece> choices : perChoice) {
                if (i < choices.size()) {
                    chunks.add(choices.get(i));
                }
            }
        }
        if (call.includeUsage()) {
            chunks.add(new Piece(Role.USAGE, this::usageChunk, SseFraming.DATA, "chat.completion.chunk"));
        }
        chunks.add(new Piece(Role.END, () -> DONE, SseFraming.DATA, ""));
        return chunks;
    }

    /** What each chunk says, made when it is sent: an answer of minutes is not held in memory. */
    private List<Piece> choices(Answer answer, int index) {
        List<Piece> choices = new ArrayList<>();
        boolean text = content(answer) != null;
        choices.add(piece(
                answer,
                Role.START,
                "assistant",
                () -> choice(
                        index,
                        NODES.objectNode()
                                .put("role", "assistant")
                                .put("content", text ? "" : null)
                                .put("refusal", answer.refusal() == null ? null : ""),
                        null)));
        for (String piece : pieces(answer.text())) {
            choices.add(piece(
                    answer,
                    Role.CONTENT,
                    piece,
                    () -> choice(index, NODES.objectNode().put("content", piece), logprobs(List.of(piece)))));
        }
        for (String piece : pieces(answer.refusal())) {
            choices.add(piece(
                    answer,
                    Role.CONTENT,
                    piece,
                    () -> choice(index, NODES.objectNode().put("refusal", piece), null)));
        }
        int number = 0;
        for (ToolCall toolCall : answer.toolCalls()) {
            addCall(choices, index, answer, toolCall, number++);
        }
        for (ObjectNode chunk : additions.chunksBeforeFinish(index, answer)) {
            choices.add(new Piece(Role.CONTENT, () -> Json.bytes(chunk), SseFraming.DATA, ""));
        }
        choices.add(piece(
                answer,
                Role.FINISH,
                finish(answer),
                () -> choice(index, NODES.objectNode(), null).put("finish_reason", finish(answer))));
        return choices;
    }

    private Piece piece(Answer answer, Role role, String text, Supplier<ObjectNode> made) {
        return new Piece(
                role,
                () -> {
                    ObjectNode choice = made.get();
                    additions.toDelta(choice, role, answer);
                    return chunk(choice);
                },
                SseFraming.DATA,
                text);
    }

    private static List<String> pieces(@Nullable String text) {
        return text == null ? List.of() : TokenPieces.of(text);
    }

    /** Id, type and name come with the first delta of a call, afterwards only pieces of its arguments. */
    private void addCall(List<Piece> choices, int index, Answer answer, ToolCall toolCall, int number) {
        choices.add(piece(answer, Role.CONTENT, toolCall.name(), () -> {
            ObjectNode call = identified(NODES.objectNode().put("index", number), toolCall)
                    .put("type", "function");
            call.putObject("function").put("name", toolCall.name()).put("arguments", "");
            return choice(index, delta(call), null);
        }));
        for (String piece : TokenPieces.of(toolCall.arguments())) {
            choices.add(piece(answer, Role.CONTENT, piece, () -> {
                ObjectNode call = NODES.objectNode().put("index", number);
                call.putObject("function").put("arguments", piece);
                return choice(index, delta(call), null);
            }));
        }
    }

    private static ObjectNode delta(ObjectNode call) {
        ObjectNode delta = NODES.objectNode();
        delta.putArray("tool_calls").add(call);
        return delta;
    }

    private static ObjectNode choice(int index, ObjectNode delta, @Nullable ObjectNode logprobs) {
        ObjectNode choice = NODES.objectNode().put("index", index);
        choice.set("delta", delta);
        choice.set("logprobs", logprobs);
        return choice.putNull("finish_reason");
    }

    private @Nullable ObjectNode logprobs(List<String> pieces) {
        if (call.topLogprobs() == null) {
            return null;
        }
        ObjectNode logprobs = NODES.objectNode();
        logprobs.set("content", Logprobs.of(pieces, call.topLogprobs()));
        return logprobs.putNull("refusal");
    }

    private byte[] chunk(ObjectNode choice) {
        ObjectNode chunk = head("chat.completion.chunk");
        tail(chunk);
        chunk.putArray("choices").add(choice);
        if (call.includeUsage() && !omissions.usage()) {
            chunk.putNull("usage");
        }
        if (call.obfuscation()) {
            chunk.put("obfuscation", Padding.of(choice.toString()));
        }
        return Json.bytes(chunk);
    }

    private byte[] usageChunk() {
        ObjectNode chunk = head("chat.completion.chunk");
        tail(chunk);
        chunk.putArray("choices");
        chunk.set("usage", counts.ofChat());
        return Json.bytes(chunk);
    }

    private ObjectNode head(String object) {
        ObjectNode head = NODES.objectNode();
        if (!omissions.ids()) {
            head.put("id", id);
        }
        head.put("object", object).put("created", created);
        return omissions.ids() ? head : head.put("model", call.model().answered());
    }

    private void tail(ObjectNode body) {
        body.put("service_tier", call.serviceTier()).put("system_fingerprint", "fp_simulator");
    }
}
