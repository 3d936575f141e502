package dev.portolan.simulator.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ToolCall;
import dev.portolan.simulator.internal.Omissions;
import dev.portolan.simulator.internal.Piece;
import dev.portolan.simulator.internal.Role;
import dev.portolan.simulator.internal.TokenPieces;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the answer of Converse, whole or as events. See
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html.
 */
final class ConverseAnswer {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Outcome outcome;
    private final ModelTraits model;
    private final Guardrail guardrail;
    private final Omissions omissions;

    ConverseAnswer(Outcome outcome, ModelTraits model, Guardrail guardrail, Omissions omissions) {
        this.outcome = outcome;
        this.model = model;
        this.guardrail = guardrail;
        this.omissions = omissions;
    }

    /** The whole answer; the service prints members in the order of their names. */
    byte[] whole() {
        ObjectNode body = NODES.objectNode();
        body.putObject("metrics").put("latencyMs", outcome.latencyMillis());
        ObjectNode message = body.putObject("output").putObject("message");
        ArrayNode content = message.putArray("content");
        if (outcome.answer().reasoning() != null) {
            ObjectNode reasoning =
                    content.addObject().putObject("reasoningContent").putObject("reasoningText");
            if (model.signsReasoning()) {
                reasoning.put("signature", signature(outcome.answer().reasoning()));
            }
            reasoning.put("text", outcome.answer().reasoning());
        }
        String text = outcome.text();
        if (text != null && !text.isEmpty()) {
            content.addObject().put("text", text);
        }
        for (ToolCall call : outcome.answer().toolCalls()) {
            ObjectNode use = content.addObject().putObject("toolUse");
            use.set("input", outcome.input(call));
            identified(use, call);
        }
        message.put("role", "assistant");
        if (!omissions.finish()) {
            body.put("stopReason", stopReason());
        }
        ObjectNode trace = guardrail.trace(outcome);
        if (trace != null) {
            body.set("trace", trace);
        }
        if (!omissions.usage()) {
            body.set("usage", outcome.tokens().ofConverse());
        }
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The events, in the order of the service: usage comes after the stop. */
    List<Piece> events() {
        List<Piece> events = new ArrayList<>();
        events.add(EventFraming.piece(
                Role.START, "messageStart", () -> NODES.objectNode().put("role", "assistant"), "assistant"));
        int block = 0;
        if (outcome.answer().reasoning() != null) {
            addReasoning(events, outcome.answer().reasoning(), block++);
        }
        String text = outcome.text();
        if (text != null && !text.isEmpty()) {
            addText(events, text, block++);
        }
        for (ToolCall call : outcome.answer().toolCalls()) {
            addCall(events, call, block++);
        }
        String reason = stopReason();
        events.add(EventFraming.piece(
                Role.FINISH, "messageStop", () -> NODES.objectNode().put("stopReason", reason), reason));
        events.add(EventFraming.piece(Role.USAGE, "metadata", this::metadata, ""));
        return events;
    }

    /** Text and thoughts begin with their first delta; only calls have an event that starts their block. */
    private static void addText(List<Piece> events, String text, int block) {
        for (String piece : TokenPieces.of(text)) {
            events.add(delta(block, NODES.objectNode().put("text", piece), piece));
        }
        events.add(stop(block));
    }

    private void addReasoning(List<Piece> events, String reasoning, int block) {
        for (String piece : TokenPieces.of(reasoning)) {
            events.add(delta(block, reasoning("text", piece), piece));
        }
        if (model.signsReasoning()) {
            events.add(delta(block, reasoning("signature", signature(reasoning)), ""));
        }
        events.add(stop(block));
    }

    private static ObjectNode reasoning(String member, String value) {
        ObjectNode delta = NODES.objectNode();
        delta.putObject("reasoningContent").put(member, value);
        return delta;
    }

    private void addCall(List<Piece> events, ToolCall call, int block) {
        events.add(EventFraming.piece(
                Role.CONTENT,
                "contentBlockStart",
                () -> {
                    ObjectNode start = at(block);
                    identified(start.putObject("start").putObject("toolUse"), call);
                    return start;
                },
                call.name()));
        for (String piece : pieces(call)) {
            ObjectNode delta = NODES.objectNode();
            delta.putObject("toolUse").put("input", piece);
            events.add(delta(block, delta, piece));
        }
        events.add(stop(block));
    }

    /** Claude sends a first piece that is empty and then some; others send the arguments in one. */
    private List<String> pieces(ToolCall call) {
        String arguments = call.arguments().isBlank() ? "{}" : call.arguments();
        if (model.family() != ModelTraits.Family.CLAUDE) {
            return List.of(arguments);
        }
        List<String> pieces = new ArrayList<>();
        pieces.add("");
        pieces.addAll(TokenPieces.of(arguments));
        return pieces;
    }

    private ObjectNode metadata() {
        ObjectNode metadata = NODES.objectNode();
        metadata.putObject("metrics").put("latencyMs", outcome.latencyMillis());
        ObjectNode trace = guardrail.trace(outcome);
        if (trace != null) {
            metadata.set("trace", trace);
        }
        metadata.set("usage", outcome.tokens().ofConverse());
        return metadata;
    }

    private ObjectNode identified(ObjectNode use, ToolCall call) {
        use.put("name", call.name());
        return omissions.ids() ? use : use.put("toolUseId", call.id());
    }

    private static Piece delta(int block, ObjectNode delta, String text) {
        return EventFraming.piece(
                Role.CONTENT,
                "contentBlockDelta",
                () -> {
                    ObjectNode event = at(block);
                    event.set("delta", delta);
                    return event;
                },
                text);
    }

    private static Piece stop(int block) {
        return EventFraming.piece(Role.CONTENT, "contentBlockStop", () -> at(block), "");
    }

    private static ObjectNode at(int block) {
        return NODES.objectNode().put("contentBlockIndex", block);
    }

    private String stopReason() {
        return stopReason(outcome, guardrail.asked());
    }

    static String stopReason(Outcome outcome, boolean guarded) {
        return switch (outcome.answer().finish()) {
            case STOP, REFUSAL -> outcome.stopSequence() == null ? "end_turn" : "stop_sequence";
            case LENGTH -> "max_tokens";
            case TOOL_CALLS -> "tool_use";
            case CONTENT_FILTER -> guarded ? "guardrail_intervened" : "content_filtered";
            case OTHER -> "malformed_model_output";
        };
    }

    /** Looks like a signature, and is the same for the same thoughts. */
    static String signature(@Nullable String reasoning) {
        byte[] bytes = SignatureV4.hash(String.valueOf(reasoning)).repeat(3).getBytes(StandardCharsets.US_ASCII);
        return "E" + Base64.getEncoder().encodeToString(bytes).substring(1);
    }
}
