package dev.portolan.chat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What every request must hold to, whoever answers it. */
final class RequestCheck {

    private RequestCheck() {}

    /** Callers without a nullness checker get the field's name in place of a bare {@link NullPointerException}. */
    static <T> List<T> copy(String field, @Nullable List<? extends T> value) {
        if (value == null) {
            throw new IllegalArgumentException(field + ": must not be null");
        }
        for (int i = 0; i < value.size(); i++) {
            if (value.get(i) == null) {
                throw new IllegalArgumentException(field + "[" + i + "]: must not be null");
            }
        }
        return List.copyOf(value);
    }

    static void requireValid(ChatRequest request) {
        if (request.messages().isEmpty()) {
            throw new IllegalArgumentException("messages: a request needs at least one message");
        }
        requireLegalParts(request.messages());
        requireDistinctTools(request.tools());
        requireKnownChoice(request);
        requireAtLeast("temperature", request.temperature(), 0);
        requireAtLeast("topP", request.topP(), 0);
        if (request.topP() != null && request.topP() > 1) {
            throw new IllegalArgumentException("topP: must be at most 1");
        }
        requireAtLeast("topK", request.topK(), 1);
        requireAtLeast("maxOutputTokens", request.maxOutputTokens(), 1);
        requireAtLeast("logprobs", request.logprobs(), 0);
        requireFinite("frequencyPenalty", request.frequencyPenalty());
        requireFinite("presencePenalty", request.presencePenalty());
        if (request.stop().contains("")) {
            throw new IllegalArgumentException("stop: a stop sequence must not be empty");
        }
        request.vendorOptions().forEach(RequestCheck::requireObject);
    }

    private static void requireLegalParts(List<Message> messages) {
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            for (Part part : message.parts()) {
                boolean result = part instanceof ToolResult;
                if (message instanceof ToolMessage != result && !(part instanceof OtherPart)) {
                    throw new IllegalArgumentException("messages[" + i + "]: "
                            + (result
                                    ? "a ToolResult belongs in a ToolMessage"
                                    : "a ToolMessage holds ToolResults, not "
                                            + part.getClass().getSimpleName()));
                }
            }
        }
    }

    private static void requireDistinctTools(List<Tool> tools) {
        if (tools.size() < 2) {
            return;
        }
        Set<String> names = new HashSet<>();
        for (Tool tool : tools) {
            if (!names.add(tool.name())) {
                throw new IllegalArgumentException("tools: the name " + tool.name() + " occurs twice");
            }
        }
    }

    private static void requireKnownChoice(ChatRequest request) {
        ToolChoice choice = request.toolChoice();
        if (choice == null || request.tools().isEmpty()) {
            // Without tools of its own a request may still choose among the vendor's hosted tools.
            return;
        }
        if (choice.toolName() != null
                && request.tools().stream().noneMatch(tool -> tool.name().equals(choice.toolName()))
                && request.vendorOptions().isEmpty()) {
            throw new IllegalArgumentException(
                    "toolChoice: names " + choice.toolName() + ", which is not among the tools");
        }
    }

    private static void requireAtLeast(String field, @Nullable Number value, double least) {
        if (value != null && !(value.doubleValue() >= least && Double.isFinite(value.doubleValue()))) {
            throw new IllegalArgumentException(field + ": must be at least " + (long) least);
        }
    }

    private static void requireFinite(String field, @Nullable Double value) {
        if (value != null && !Double.isFinite(value)) {
            throw new IllegalArgumentException(field + ": must be a finite number");
        }
    }

    private static void requireObject(String provider, String json) {
        if (!ArgumentsJson.isObject(json)) {
            throw new IllegalArgumentException("vendorOptions: those for " + provider + " are no JSON object");
        }
    }
}
