package dev.portolan.spi;

import dev.portolan.chat.ToolCall;
import dev.portolan.schema.JsonBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes calls out of a wrapper that nobody declared (T25). Models of OpenAI have an inner tool for calls side by side, and now and
 * then call it by its name as if it were one of the application's: {@code parallel} or {@code multi_tool_use.parallel}, with the
 * calls in {@code tool_uses}. Where each of those is a call of a declared tool, they take the wrapper's place, with ids made of its
 * id; anything else stays as it came, a call of an unknown tool.
 */
final class ParallelCalls {

    private static final Set<String> WRAPPERS = Set.of("parallel", "multi_tool_use.parallel");
    private static final String NAMESPACE = "functions.";

    private ParallelCalls() {}

    /** Whether a tool may be the wrapper. */
    static boolean isWrapper(String tool) {
        return WRAPPERS.contains(tool);
    }

    static List<ToolCall> of(ToolCall call, Set<String> declared) {
        if (!isWrapper(call.name())
                || declared.contains(call.name())
                || call.providerExecuted()
                || !call.argumentsValid()) {
            return List.of(call);
        }
        List<ToolCall> calls = new ArrayList<>();
        if (call.arguments(Map.class).get("tool_uses") instanceof List<?> uses) {
            for (Object use : uses) {
                ToolCall one = use instanceof Map<?, ?> members ? one(call.id() + "_" + calls.size(), members) : null;
                if (one == null || !declared.contains(one.name())) {
                    return List.of(call);
                }
                calls.add(one);
            }
        }
        return calls.isEmpty() ? List.of(call) : calls;
    }

    private static @Nullable ToolCall one(String id, Map<?, ?> use) {
        if (!(use.get("recipient_name") instanceof String recipient)
                || !(use.get("parameters") instanceof Map<?, ?> given)) {
            return null;
        }
        String name = recipient.startsWith(NAMESPACE) ? recipient.substring(NAMESPACE.length()) : recipient;
        return new ToolCall(id, name, JsonBinding.write(given, Map.class), true, false, null);
    }
}
