package dev.portolan.wire.openai.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.spi.support.DecodedRequest;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.openai.Quirk;
import dev.portolan.wire.openai.WireProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a request: the other direction of {@link RequestMapper}. What has no noun goes into the vendor options. */
final class RequestReader {

    private static final double MAX = Double.MAX_VALUE;

    private final WireProfile profile;
    private final ChatRequest.Builder request = ChatRequest.builder();
    private final ObjectNode options = WireJson.mapper().createObjectNode();
    private @Nullable String model;
    private boolean stream;

    private RequestReader(WireProfile profile) {
        this.profile = profile;
    }

    static DecodedRequest read(WireProfile profile, byte[] body) {
        JsonNode root;
        try {
            root = WireJson.mapper().readTree(body);
        } catch (IOException e) {
            throw new IllegalArgumentException("The body is no JSON, or breaks off");
        }
        if (root == null || !root.isObject()) {
            throw new IllegalArgumentException("The body is no JSON object");
        }
        RequestReader reader = new RequestReader(profile);
        reader.object(root);
        if (!reader.options.isEmpty()) {
            reader.request.vendorOptions(profile.provider(), reader.options.toString());
        }
        return new DecodedRequest(reader.model, reader.stream, reader.request.build());
    }

    private void object(JsonNode root) {
        JsonNode messages = root.path("messages");
        if (!messages.isArray()) {
            throw new IllegalArgumentException("messages: is no array");
        }
        request.messages(new MessageReader(profile).read(messages));
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (!field.getValue().isNull()) {
                field(field.getKey(), field.getValue(), root);
            }
        }
    }

    private void field(String name, JsonNode value, JsonNode root) {
        switch (name) {
            case "messages" -> {}
            case "model" -> model = text(name, value);
            case "stream" -> stream = bool(name, value);
            case "max_tokens" -> {
                if (root.path("max_completion_tokens").isNumber()) {
                    options.set(name, value);
                } else {
                    limit(name, value);
                }
            }
            case "max_completion_tokens" -> limit(name, value);
            case "temperature" -> number(name, value, 0, MAX, node -> request.temperature(node.doubleValue()));
            case "top_p" -> number(name, value, 0, 1, node -> request.topP(node.doubleValue()));
            case "top_k" -> {
                if (profile.has(Quirk.TOP_K) && value.isInt() && value.intValue() > 0) {
                    request.topK(value.intValue());
                } else {
                    options.set(name, value);
                }
            }
            case "frequency_penalty" ->
                number(name, value, -MAX, MAX, node -> request.frequencyPenalty(node.doubleValue()));
            case "presence_penalty" ->
                number(name, value, -MAX, MAX, node -> request.presencePenalty(node.doubleValue()));
            case "seed", "random_seed" -> {
                if (name.equals("random_seed") == profile.has(Quirk.RANDOM_SEED) && value.isIntegralNumber()) {
                    request.seed(value.longValue());
                } else {
                    options.set(name, value);
                }
            }
            case "stop" -> request.stop(stop(value));
            case "logprobs" -> {
                if (bool(name, value)) {
                    request.logprobs(root.path("top_logprobs").asInt(0));
                }
            }
            case "top_logprobs" -> {
                if (!root.path("logprobs").asBoolean()) {
                    options.set(name, value);
                }
            }
            case "reasoning_effort" -> effort(name, value);
            case "stream_options" -> streamOptions(value, root);
            case "parallel_tool_calls" -> request.parallelToolCalls(bool(name, value));
            case "tools" -> new ToolReader(request, options).tools(value);
            case "tool_choice" -> new ToolReader(request, options).choice(value, root);
            case "response_format" -> new ToolReader(request, options).format(value);
            default -> options.set(name, value);
        }
    }

    private void effort(String name, JsonNode value) {
        for (ReasoningEffort effort : ReasoningEffort.values()) {
            if (effort.name().toLowerCase(Locale.ROOT).equals(value.asText())) {
                request.reasoningEffort(effort);
                return;
            }
        }
        options.set(name, value);
    }

    /** Usage is asked for in every stream anyway; whatever else there is stays. */
    private void streamOptions(JsonNode value, JsonNode root) {
        if (!value.isObject()) {
            throw new IllegalArgumentException("stream_options: is no object");
        }
        ObjectNode rest = value.deepCopy();
        if (root.path("stream").asBoolean() && rest.path("include_usage").asBoolean()) {
            rest.remove("include_usage");
        }
        if (!rest.isEmpty()) {
            options.set("stream_options", rest);
        }
    }

    private static List<String> stop(JsonNode value) {
        List<String> stops = new ArrayList<>();
        if (value.isTextual()) {
            stops.add(value.asText());
        } else if (value.isArray()) {
            value.forEach(each -> stops.add(text("stop", each)));
        } else {
            throw new IllegalArgumentException("stop: is neither text nor array");
        }
        return stops;
    }

    private static String text(String name, JsonNode value) {
        if (!value.isTextual()) {
            throw new IllegalArgumentException(name + ": is no text");
        }
        return value.asText();
    }

    private static boolean bool(String name, JsonNode value) {
        if (!value.isBoolean()) {
            throw new IllegalArgumentException(name + ": is neither true nor false");
        }
        return value.booleanValue();
    }

    /** A setting that the nouns take; what they do not (a text, a negative limit) stays as it came. */
    private void number(String name, JsonNode value, double least, double most, Consumer<JsonNode> set) {
        if (value.isNumber() && value.doubleValue() >= least && value.doubleValue() <= most) {
            set.accept(value);
        } else {
            options.set(name, value);
        }
    }

    private void limit(String name, JsonNode value) {
        if (value.canConvertToExactIntegral()) {
            number(name, value, 1, Integer.MAX_VALUE, node -> request.maxOutputTokens(node.intValue()));
        } else {
            options.set(name, value);
        }
    }
}
