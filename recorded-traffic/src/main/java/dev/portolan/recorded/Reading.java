package dev.portolan.recorded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.Usage;
import dev.portolan.error.LlmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What was read from one recording, in the words of the expectations, and how it differs from them. */
public final class Reading {

    /** Equal, with 1 and 1.0 the same. */
    private static final Comparator<JsonNode> BY_VALUE = (a, b) -> {
        if (a.isNumber() && b.isNumber()) {
            return a.decimalValue().compareTo(b.decimalValue());
        }
        return a.equals(b) ? 0 : 1;
    };

    private final ObjectNode json = Recording.MAPPER.createObjectNode();

    /** What an answer says; reasoning that nobody can read, since it has no text, is none. */
    public static Reading of(String id, ChatResponse response) {
        return of(id, response, thought -> !thought.text().isEmpty());
    }

    /** What an answer says, where the wire tells of reasoning in another way than by its text. */
    public static Reading of(String id, ChatResponse response, Predicate<ReasoningPart> reasons) {
        Reading reading = new Reading();
        ObjectNode json = reading.json;
        json.put("id", id);
        json.put("text", response.text());
        StringBuilder refusal = new StringBuilder();
        boolean reasoning = false;
        for (Part part : response.message().parts()) {
            if (part instanceof RefusalPart said) {
                refusal.append(said.text());
            }
            reasoning |= part instanceof ReasoningPart thought && reasons.test(thought);
        }
        if (refusal.length() > 0) {
            json.put("refusal", refusal.toString());
        }
        json.put("reasoning", reasoning);
        ArrayNode calls = json.putArray("tool_calls");
        for (ToolCall call : response.toolCalls()) {
            calls.addObject().put("name", call.name()).set("arguments", arguments(call));
        }
        json.put("finish", response.finishReason().kind().name().toLowerCase(Locale.ROOT));
        ObjectNode usage = json.putObject("usage");
        Usage used = response.usage();
        put(usage, "input", used.inputTokens());
        put(usage, "output", used.outputTokens());
        put(usage, "cached", used.cachedInputTokens());
        put(usage, "reasoning", used.reasoningTokens());
        return reading;
    }

    /** What an error says. */
    public static Reading of(String id, LlmException failure) {
        Reading reading = new Reading();
        reading.json.put("id", id);
        ObjectNode error = reading.json.putObject("error");
        error.put("kind", failure.kind().id());
        if (failure.status() != null) {
            error.put("status", failure.status());
        }
        return reading;
    }

    private static void put(ObjectNode usage, String key, @Nullable Long value) {
        if (value != null) {
            usage.put(key, value);
        }
    }

    private static JsonNode arguments(ToolCall call) {
        try {
            return Recording.MAPPER
                    .reader()
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(call.arguments());
        } catch (JsonProcessingException e) {
            return Recording.MAPPER.createObjectNode().put("__unparsed__", call.arguments());
        }
    }

    /** Adds the verdict and gives the line for the results file. */
    String line(@Nullable String why) {
        json.put("ok", why == null);
        if (why != null) {
            json.put("why", why);
        }
        return json.toString();
    }

    /** Why the reading is wrong, or {@code null} when it is right. */
    public @Nullable String differenceFrom(@Nullable JsonNode expected) {
        if (expected == null) {
            return null;
        }
        List<String> why = new ArrayList<>();
        if (expected.has("error")) {
            JsonNode error = expected.path("error");
            same(why, "status", error.path("status"), json.path("error").path("status"));
            among(why, "kind", error.path("kinds"), json.path("error").path("kind"));
        } else if (json.has("error")) {
            if (allowed(expected.path("or_error"), json.path("error").path("kind"))) {
                return null;
            }
            why.add("failed with " + json.path("error").path("kind").asText());
        } else {
            for (String key : List.of("text", "refusal", "reasoning", "tool_calls")) {
                if (expected.has(key)) {
                    same(why, key, expected.path(key), json.path(key));
                }
            }
            among(why, "finish", expected.path("finish"), json.path("finish"));
            expected.path("usage")
                    .properties()
                    .forEach(number -> same(
                            why,
                            "usage." + number.getKey(),
                            number.getValue(),
                            json.path("usage").path(number.getKey())));
        }
        return why.isEmpty() ? null : String.join("; ", why);
    }

    /** Whether two values are equal, with 1 and 1.0 the same. */
    static boolean equal(JsonNode one, JsonNode other) {
        return BY_VALUE.compare(one, other) == 0 || one.equals(BY_VALUE, other);
    }

    private static void same(List<String> why, String what, JsonNode expected, JsonNode found) {
        if (!equal(expected, found)) {
            why.add(what + ": expected " + cut(expected) + ", found " + cut(found));
        }
    }

    /** A prompt that was blocked is an answer on some wires, and a failure to those who read it. */
    private static boolean allowed(JsonNode kinds, JsonNode found) {
        for (JsonNode kind : kinds) {
            if (kind.equals(found)) {
                return true;
            }
        }
        return false;
    }

    private static void among(List<String> why, String what, JsonNode acceptable, JsonNode found) {
        if (allowed(acceptable, found)) {
            return;
        }
        why.add(what + ": expected one of " + acceptable + ", found " + found);
    }

    private static String cut(JsonNode value) {
        String text = value.isMissingNode() ? "nothing" : value.toString();
        return text.length() <= 120 ? text : text.substring(0, 120) + "...";
    }
}
