package dev.portolan.simulator.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ToolCall;
import dev.portolan.simulator.internal.Answer;
import dev.portolan.simulator.internal.Json;
import dev.portolan.simulator.internal.Omissions;
import dev.portolan.simulator.internal.Piece;
import dev.portolan.simulator.internal.Role;
import dev.portolan.simulator.internal.TokenPieces;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Writes the answer of a chat, whole or in lines: thoughts, text, one line for each call, and a last one with the counts. */
final class ChatAnswer {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ChatCall call;
    private final Answer answer;
    private final Metrics metrics;
    private final InstantSource clock;
    private final Omissions without;

    ChatAnswer(ChatCall call, Answer answer, Metrics metrics, InstantSource clock, Omissions without) {
        this.call = call;
        this.answer = answer;
        this.metrics = metrics;
        this.clock = clock;
        this.without = without;
    }

    /** The answer to a request without messages, which only loads or unloads a model. Never streamed. */
    static ObjectNode empty(String model, String reason, InstantSource clock) {
        ObjectNode body = NODES.objectNode()
                .put("model", model)
                .put("created_at", clock.instant().toString());
        body.putObject("message").put("role", "assistant").put("content", "");
        return body.put("done", true).put("done_reason", reason);
    }

    ObjectNode whole() {
        ObjectNode message = message(text());
        if (!thoughts().isEmpty()) {
            message.put("thinking", thoughts());
        }
        if (!calls().isEmpty()) {
            ArrayNode calls = message.putArray("tool_calls");
            for (ToolCall toolCall : calls()) {
                calls.add(call(toolCall, calls.size()));
            }
        }
        ObjectNode body = line(message);
        finish(body);
        if (call.topLogprobs() != null) {
            body.set("logprobs", Logprobs.of(TokenPieces.of(text()), call.topLogprobs()));
        }
        return body;
    }

    /** The lines, each made when it is sent. */
    List<Piece> lines() {
        List<Piece> lines = new ArrayList<>();
        for (String piece : TokenPieces.of(thoughts())) {
            lines.add(line(
                    Role.CONTENT,
                    piece,
                    () -> line(message("").put("thinking", piece)).put("done", false)));
        }
        for (String piece : TokenPieces.of(text())) {
            lines.add(line(Role.CONTENT, piece, () -> said(piece)));
        }
        int number = 0;
        for (ToolCall toolCall : calls()) {
            int index = number++;
            lines.add(line(Role.CONTENT, toolCall.name(), () -> {
                ObjectNode message = message("");
                message.putArray("tool_calls").add(call(toolCall, index));
                return line(message).put("done", false);
            }));
        }
        lines.add(line(Role.FINISH, "stop", this::last));
        return lines;
    }

    private ObjectNode said(String piece) {
        ObjectNode line = line(message(piece)).put("done", false);
        if (call.topLogprobs() != null) {
            line.set("logprobs", Logprobs.of(List.of(piece), call.topLogprobs()));
        }
        return line;
    }

    private static Piece line(Role role, String text, Supplier<ObjectNode> line) {
        return new Piece(role, () -> Json.bytes(line.get()), NdjsonFraming.LINE, text);
    }

    /** The line that says that and why it is over. */
    private ObjectNode last() {
        ObjectNode line = line(message(""));
        finish(line);
        return line;
    }

    private void finish(ObjectNode body) {
        body.put("done", true);
        if (!without.finish()) {
            // There is no reason of its own for calls.
            body.put("done_reason", answer.finish() == FinishReason.Kind.LENGTH ? "length" : "stop");
        }
        metrics.write(body, !without.usage());
    }

    private ObjectNode line(ObjectNode message) {
        ObjectNode line = NODES.objectNode();
        if (!without.ids()) {
            line.put("model", call.prompt().model());
        }
        line.put("created_at", clock.instant().toString());
        line.set("message", message);
        return line;
    }

    private static ObjectNode message(String content) {
        return NODES.objectNode().put("role", "assistant").put("content", content);
    }

    private ObjectNode call(ToolCall toolCall, int index) {
        ObjectNode call = NODES.objectNode();
        if (!without.ids()) {
            call.put("id", toolCall.id());
        }
        call.putObject("function")
                .put("index", index)
                .put("name", toolCall.name())
                .set("arguments", Json.parse(toolCall.arguments()));
        return call;
    }

    /** As many thoughts as there was room for. */
    private String thoughts() {
        if (answer.reasoning() == null) {
            return "";
        }
        List<String> pieces = TokenPieces.of(answer.reasoning());
        return String.join("", pieces.subList(0, Math.min(pieces.size(), answer.reasoningTokens())));
    }

    /** What reads as a call becomes one; what does not is text, as the model wrote it. Refusals are text too. */
    private String text() {
        StringBuilder text = new StringBuilder();
        text.append(answer.text() == null ? "" : answer.text());
        text.append(answer.refusal() == null ? "" : answer.refusal());
        for (ToolCall toolCall : answer.toolCalls()) {
            if (!readable(toolCall)) {
                text.append("{\"name\": \"")
                        .append(toolCall.name())
                        .append("\", \"arguments\": ")
                        .append(toolCall.arguments())
                        .append('}');
            }
        }
        return text.toString();
    }

    private List<ToolCall> calls() {
        return answer.toolCalls().stream().filter(ChatAnswer::readable).toList();
    }

    private static boolean readable(ToolCall toolCall) {
        JsonNode arguments = Json.parse(toolCall.arguments());
        return arguments != null && arguments.isObject();
    }
}
