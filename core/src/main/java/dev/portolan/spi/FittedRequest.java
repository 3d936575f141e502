package dev.portolan.spi;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Gap;
import dev.portolan.chat.Part;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.Warning;
import dev.portolan.schema.CompiledSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request with the schemas as its wire takes them, and the way back of the answer. Immutable.
 *
 * @param request what goes to the wire
 * @param gaps what it cannot honour, all told
 * @param tools the schemas of tools by the tools' names
 * @param answer the form of the answer, or {@code null} when none was asked for
 */
record FittedRequest(
        ChatRequest request,
        List<Gap> gaps,
        Map<String, CompiledSchema> tools,
        @Nullable AnswerForm answer) {

    FittedRequest {
        gaps = List.copyOf(gaps);
        tools = Map.copyOf(tools);
    }

    /** Whether every answer comes back as it came. */
    boolean restoresNothing() {
        return answer == null && tools.isEmpty();
    }

    /** The answer in the words of the original schemas; the very one when nothing is to change. */
    ChatResponse restored(ChatResponse response) {
        List<Part> before = response.message().parts();
        if (answer == null && !hasCalls(before)) {
            return response;
        }
        boolean byTool = answer != null && calls(before);
        List<Part> parts = new ArrayList<>(before.size());
        for (Part part : before) {
            if (part instanceof ToolCall call && isAnswer(call)) {
                parts.add(new TextPart(call.arguments()));
            } else if (part instanceof ToolCall call && ParallelCalls.isWrapper(call.name())) {
                parts.addAll(unwrapped(call));
            } else if (part instanceof ToolCall call) {
                parts.add(restored(call));
            } else if (!byTool || !(part instanceof TextPart)) {
                parts.add(part);
            }
        }
        if (answer != null) {
            restoreText(parts, answer);
        }
        if (answer == null && parts.equals(before)) {
            return response;
        }
        ChatResponse.Builder restored = response.toBuilder();
        if (!parts.equals(before)) {
            AssistantMessage message =
                    new AssistantMessage(parts, response.message().vendorState());
            restored.message(message);
            if (byTool
                    && response.finishReason().kind() == FinishReason.Kind.TOOL_CALLS
                    && message.toolCalls().isEmpty()) {
                restored.finishReason(new FinishReason(
                        FinishReason.Kind.STOP, response.finishReason().raw()));
            }
        }
        if (answer != null) {
            restored.outputMode(answer.mode());
        }
        if (byTool && before.stream().anyMatch(TextPart.class::isInstance)) {
            List<Warning> warnings = new ArrayList<>(response.warnings());
            warnings.add(new Warning(
                    "left-out", "outputFormat", "The model wrote text beside the answer, which is not part of it"));
            restored.warnings(warnings);
        }
        return restored.build();
    }

    private static boolean hasCalls(List<Part> parts) {
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof ToolCall) {
                return true;
            }
        }
        return false;
    }

    private boolean calls(List<Part> parts) {
        return parts.stream().anyMatch(part -> part instanceof ToolCall call && isAnswer(call));
    }

    boolean isAnswer(ToolCall call) {
        return !call.providerExecuted() && isAnswer(call.name());
    }

    boolean isAnswer(@Nullable String toolName) {
        return answer != null && answer.tool() != null && answer.tool().equals(toolName);
    }

    /** The call in the words of the original schema, or those that it wraps. */
    List<ToolCall> unwrapped(ToolCall call) {
        return ParallelCalls.of(call, tools.keySet()).stream()
                .map(this::restored)
                .toList();
    }

    private ToolCall restored(ToolCall call) {
        CompiledSchema schema = call.providerExecuted() ? null : tools.get(call.name());
        String arguments = schema == null ? call.arguments() : schema.restore(call.arguments());
        return arguments.equals(call.arguments())
                ? call
                : new ToolCall(
                        call.id(),
                        call.name(),
                        arguments,
                        call.syntheticId(),
                        call.providerExecuted(),
                        call.vendorState());
    }

    /** The text is one JSON value, in however many parts it came. */
    private static void restoreText(List<Part> parts, AnswerForm answer) {
        StringBuilder whole = new StringBuilder();
        int first = -1;
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof TextPart text) {
                whole.append(text.text());
                first = first < 0 ? i : first;
            }
        }
        String restored = answer.restoring().apply(whole.toString());
        if (first < 0 || restored.contentEquals(whole)) {
            return;
        }
        TextPart place = (TextPart) parts.get(first);
        parts.set(first, new TextPart(restored, place.vendorState()));
        for (int i = parts.size() - 1; i > first; i--) {
            if (parts.get(i) instanceof TextPart) {
                parts.remove(i);
            }
        }
    }
}
