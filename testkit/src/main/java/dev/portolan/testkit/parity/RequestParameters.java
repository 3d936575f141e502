package dev.portolan.testkit.parity;

import dev.portolan.chat.ChatRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The settings of requests, apart from their prompts. */
final class RequestParameters {

    private final Map<String, Set<String>> values = new LinkedHashMap<>();

    /** The request without its settings. Vendor options stay out too: each vendor has its own. */
    static ChatRequest without(ChatRequest request) {
        return ChatRequest.builder()
                .messages(request.messages())
                .tools(request.tools())
                .outputFormat(request.outputFormat())
                .build();
    }

    void add(ChatRequest request) {
        add("temperature", request.temperature());
        add("top-p", request.topP());
        add("top-k", request.topK());
        add("max-output-tokens", request.maxOutputTokens());
        add("stop", request.stop().isEmpty() ? null : request.stop());
        add("seed", request.seed());
        add("frequency-penalty", request.frequencyPenalty());
        add("presence-penalty", request.presencePenalty());
        add("logprobs", request.logprobs());
        add("reasoning-effort", request.reasoningEffort());
        add("tool-choice", request.toolChoice());
        add("parallel-tool-calls", request.parallelToolCalls());
        request.vendorOptions().forEach((provider, json) -> add("options of " + provider, "#" + brief(json)));
    }

    private void add(String name, @Nullable Object value) {
        if (value != null) {
            values.computeIfAbsent(name, none -> new TreeSet<>()).add(value.toString());
        }
    }

    /** One value where all requests have it; else how many values there are, and a hash that tells two such sets apart. */
    Map<String, String> summary() {
        Map<String, String> summary = new LinkedHashMap<>();
        values.forEach((name, found) -> summary.put(
                name,
                found.size() == 1
                        ? found.iterator().next()
                        : found.size() + " values (" + brief(found.toString()) + ")"));
        return summary;
    }

    private static String brief(String text) {
        return SidePlan.hash(text).substring(0, 8);
    }
}
