package dev.portolan.routing.route;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What can be told of an answer without asking anybody. */
final class FreeChecks {

    private static final Set<FinishReason.Kind> REFUSED =
            Set.of(FinishReason.Kind.REFUSAL, FinishReason.Kind.CONTENT_FILTER);

    private FreeChecks() {}

    static @Nullable String whole(ChatRequest request, CallContext context, ChatResponse response) {
        return response.finishReason().kind() == FinishReason.Kind.LENGTH ? "the answer was cut" : null;
    }

    static @Nullable String notRefused(ChatRequest request, CallContext context, ChatResponse response) {
        return REFUSED.contains(response.finishReason().kind()) ? "the answer was refused or filtered" : null;
    }

    static @Nullable String notEmpty(ChatRequest request, CallContext context, ChatResponse response) {
        return response.text().isBlank() && response.toolCalls().isEmpty() ? "the answer was empty" : null;
    }

    static @Nullable String schema(ChatRequest request, CallContext context, ChatResponse response) {
        if (!(request.outputFormat() instanceof OutputFormat.Schema format)
                || !response.toolCalls().isEmpty()) {
            return null;
        }
        return format.schema().violations(response.text()).isEmpty() ? null : "the answer did not fit its schema";
    }

    static @Nullable String toolCalls(ChatRequest request, CallContext context, ChatResponse response) {
        Map<String, Tool> tools = request.tools().stream()
                .collect(Collectors.toMap(Tool::name, Function.identity(), (first, second) -> first));
        for (ToolCall call : response.toolCalls()) {
            Tool tool = tools.get(call.name());
            if (tool == null) {
                return "a tool was called that there is not";
            }
            if (!call.argumentsValid()
                    || !tool.parameters().violations(arguments(call)).isEmpty()) {
                return "a tool call did not fit its schema";
            }
        }
        return null;
    }

    /** No arguments are none. */
    private static String arguments(ToolCall call) {
        return call.arguments().isBlank() || call.arguments().strip().equals("null") ? "{}" : call.arguments();
    }
}
