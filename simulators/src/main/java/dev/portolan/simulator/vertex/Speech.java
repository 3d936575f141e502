package dev.portolan.simulator.vertex;

import com.google.cloud.aiplatform.v1.Candidate;
import com.google.cloud.aiplatform.v1.FunctionCall;
import com.google.cloud.aiplatform.v1.Part;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolChoice;
import dev.portolan.simulator.internal.Answer;
import dev.portolan.simulator.internal.TokenPieces;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one candidate says, in parts, and why it stops. */
final class Speech {

    /** Newer than the published enum, where it arrives as a number without a name. */
    private static final int UNEXPECTED_TOOL_CALL = 12;

    private final GenerateCall call;
    private final Answer answer;
    private final Candidate.FinishReason filtered;

    Speech(GenerateCall call, Answer answer, Candidate.FinishReason filtered) {
        this.call = call;
        this.answer = answer;
        this.filtered = filtered;
    }

    Answer answer() {
        return answer;
    }

    int reason() {
        if (malformed()) {
            return Candidate.FinishReason.MALFORMED_FUNCTION_CALL_VALUE;
        }
        if (undeclared() != null) {
            return UNEXPECTED_TOOL_CALL;
        }
        return switch (answer.finish()) {
            // There is no reason of its own for calls, nor for refusals.
            case STOP, TOOL_CALLS, REFUSAL -> Candidate.FinishReason.STOP_VALUE;
            case LENGTH -> Candidate.FinishReason.MAX_TOKENS_VALUE;
            case CONTENT_FILTER -> filtered.getNumber();
            case OTHER -> Candidate.FinishReason.OTHER_VALUE;
        };
    }

    String message() {
        if (malformed()) {
            return "Malformed function call";
        }
        return undeclared() == null
                ? ""
                : "Unexpected tool call: Model tried to call an undeclared function: " + undeclared();
    }

    boolean blocked() {
        return answer.finish() == FinishReason.Kind.CONTENT_FILTER;
    }

    private @Nullable String undeclared() {
        return answer.toolCalls().stream()
                .map(ToolCall::name)
                .filter(name -> !call.declared().contains(name))
                .findFirst()
                .orElse(null);
    }

    /** A call that was cut off is none, and one that reads wrong ends the answer. */
    private boolean malformed() {
        return answer.finish() != FinishReason.Kind.LENGTH
                && answer.toolCalls().stream().anyMatch(one -> !ProtoJson.isObject(one.arguments()));
    }

    /** The thoughts to be shown, in pieces. */
    List<String> thoughts() {
        if (!call.showsThoughts() || answer.reasoning() == null) {
            return List.of();
        }
        List<String> pieces = TokenPieces.of(answer.reasoning());
        return pieces.subList(0, Math.min(pieces.size(), answer.reasoningTokens()));
    }

    /** A model that must call says nothing beside the calls. */
    List<String> text() {
        ToolChoice choice = call.prompt().request().toolChoice();
        boolean must =
                choice != null && (choice.mode() == ToolChoice.Mode.REQUIRED || choice.mode() == ToolChoice.Mode.NAMED);
        if (must && !answer.toolCalls().isEmpty()) {
            return List.of();
        }
        String text = answer.text() == null ? "" : answer.text();
        String refusal = answer.refusal() == null ? "" : answer.refusal();
        return TokenPieces.of(text + refusal);
    }

    /** Calls have no ids; of several only the first is signed. */
    List<Part> calls() {
        List<Part> parts = new ArrayList<>();
        if (malformed()) {
            return parts;
        }
        for (ToolCall one : answer.toolCalls()) {
            if (!ProtoJson.isObject(one.arguments())) {
                continue;
            }
            Part.Builder part = Part.newBuilder()
                    .setFunctionCall(
                            FunctionCall.newBuilder().setName(one.name()).setArgs(ProtoJson.struct(one.arguments())));
            if (parts.isEmpty() && call.path().thinks()) {
                part.setThoughtSignature(Signatures.of(one.name() + one.arguments()));
            }
            parts.add(part.build());
        }
        return parts;
    }

    /** Whether the last part of the text carries a signature. */
    boolean signsText() {
        return answer.reasoningTokens() > 0 && answer.toolCalls().isEmpty() && !text().isEmpty();
    }

    static Part text(String text, boolean thought) {
        return Part.newBuilder().setText(text).setThought(thought).build();
    }
}
