package dev.portolan.wire.openai.recorded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.error.LlmException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Holds a decoded answer against what is expected of a record. */
public final class Judge {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Judge() {}

    /** What is wrong, or {@code null} when the answer is as expected. */
    public static @Nullable String answer(ChatResponse response, JsonNode expected) {
        List<Part> parts = response.message().parts();
        String refusal = joined(parts.stream()
                .filter(RefusalPart.class::isInstance)
                .map(part -> ((RefusalPart) part).text())
                .toList());
        boolean reasoning = parts.stream()
                .anyMatch(part ->
                        part instanceof ReasoningPart thought && !thought.text().isEmpty());
        if (expected.has("text") && !expected.path("text").asText().equals(response.text())) {
            return "text";
        }
        if (expected.has("refusal") && !expected.path("refusal").asText().equals(refusal)) {
            return "refusal";
        }
        if (expected.has("reasoning") && expected.path("reasoning").asBoolean() != reasoning) {
            return "reasoning";
        }
        String calls = calls(response.toolCalls(), expected.path("tool_calls"));
        if (calls != null) {
            return calls;
        }
        String finish = response.finishReason().kind().name().toLowerCase(Locale.ROOT);
        boolean known = false;
        for (JsonNode kind : expected.path("finish")) {
            known |= kind.asText().equals(finish);
        }
        if (!known) {
            return "finish " + finish;
        }
        return usage(response, expected.path("usage"));
    }

    private static String joined(List<String> texts) {
        return String.join("", texts);
    }

    private static @Nullable String calls(List<ToolCall> calls, JsonNode expected) {
        if (calls.size() != expected.size()) {
            return "tool calls: " + calls.size();
        }
        for (int i = 0; i < calls.size(); i++) {
            ToolCall call = calls.get(i);
            JsonNode want = expected.get(i);
            if (!call.name().equals(want.path("name").asText())) {
                return "name of a tool call";
            }
            JsonNode arguments = want.path("arguments");
            if (arguments.has("__unparsed__")
                    ? !arguments.path("__unparsed__").asText().equals(call.arguments())
                    : !same(arguments, call.arguments())) {
                return "arguments of a tool call";
            }
        }
        return null;
    }

    private static boolean same(JsonNode expected, String json) {
        try {
            return expected.equals(MAPPER.readTree(json));
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static @Nullable String usage(ChatResponse response, JsonNode expected) {
        return differs(expected.path("input"), response.usage().inputTokens())
                        || differs(expected.path("output"), response.usage().outputTokens())
                        || differs(expected.path("cached"), response.usage().cachedInputTokens())
                        || differs(expected.path("reasoning"), response.usage().reasoningTokens())
                ? "usage " + response.usage()
                : null;
    }

    private static boolean differs(JsonNode expected, @Nullable Long found) {
        return expected.isNumber() && !Objects.equals(expected.asLong(), found);
    }

    /** What is wrong with an exception, or {@code null} when it is as expected. */
    public static @Nullable String error(LlmException error, JsonNode expected) {
        if (!Objects.equals(expected.path("error").path("status").asInt(), error.status())) {
            return "status " + error.status();
        }
        for (JsonNode kind : expected.path("error").path("kinds")) {
            if (kind.asText().equals(error.kind().id())) {
                return null;
            }
        }
        return "kind " + error.kind();
    }
}
