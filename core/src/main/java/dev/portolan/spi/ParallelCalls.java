package dev.portolan.spi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.ToolCall;
import dev.portolan.spi.support.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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
        JsonNode uses = WireJson.tree(call.arguments()).path("tool_uses");
        List<ToolCall> calls = new ArrayList<>(uses.size());
        for (JsonNode use : uses) {
            String name = use.path("recipient_name").asText();
            name = name.startsWith(NAMESPACE) ? name.substring(NAMESPACE.length()) : name;
            JsonNode arguments = use.path("parameters");
            if (!declared.contains(name) || !arguments.isObject()) {
                return List.of(call);
            }
            calls.add(new ToolCall(call.id() + "_" + calls.size(), name, arguments.toString(), true, false, null));
        }
        return calls.isEmpty() ? List.of(call) : calls;
    }
}
