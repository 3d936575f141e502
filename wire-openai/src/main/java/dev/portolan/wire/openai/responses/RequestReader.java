package dev.portolan.wire.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Message;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.UserMessage;
import dev.portolan.schema.JsonSchema;
import dev.portolan.spi.support.DecodedRequest;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.openai.WireProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request. What the nouns know is taken out of the tree; all that is left over becomes vendor options, so that writing
 * the request again gives the same JSON but for what the package's description names.
 */
final class RequestReader {

    private final String provider;
    private final InputReader input;
    private final ToolReader tools = new ToolReader();

    RequestReader(WireProfile profile, Origin origin, ItemReader items) {
        this.provider = profile.provider();
        this.input = new InputReader(origin, items);
    }

    /**
     * Reads a request.
     *
     * @param body its body
     * @return what it asks
     * @throws IllegalArgumentException when the body is no request of this wire
     */
    DecodedRequest read(byte[] body) {
        ObjectNode rest = object(body);
        String model = text(rest, "model");
        boolean stream = stream(rest);
        ChatRequest.Builder request = ChatRequest.builder().messages(messages(rest));
        number(rest, "temperature", node -> request.temperature(node.doubleValue()));
        number(rest, "top_p", node -> request.topP(node.doubleValue()));
        integer(rest, "max_output_tokens", node -> request.maxOutputTokens(node.intValue()));
        logprobs(rest, request);
        effort(rest, request);
        format(rest, request);
        tools.read(rest, request);
        bool(rest, "parallel_tool_calls", request::parallelToolCalls);
        if (!rest.isEmpty()) {
            request.vendorOptions(provider, rest.toString());
        }
        return new DecodedRequest(model, stream, request.build());
    }

    private static ObjectNode object(byte[] body) {
        JsonNode tree;
        try {
            tree = WireJson.mapper().readTree(body);
        } catch (IOException e) {
            throw new IllegalArgumentException("body: no JSON; it breaks off or is malformed");
        }
        if (!(tree instanceof ObjectNode object)) {
            throw new IllegalArgumentException("body: no JSON object");
        }
        return object;
    }

    private List<Message> messages(ObjectNode rest) {
        List<Message> messages = new ArrayList<>();
        if (rest.path("instructions").isTextual()) {
            messages.add(Message.system(rest.remove("instructions").asText()));
        } else if (rest.path("instructions").isNull()) {
            rest.remove("instructions");
        }
        JsonNode given = rest.remove("input");
        if (given == null || given.isNull()) {
            // A stored prompt or conversation may be all there is to ask.
            messages.add(new UserMessage(List.of()));
        } else if (given.isTextual()) {
            messages.add(Message.user(given.asText()));
        } else if (given.isArray()) {
            messages.addAll(input.read(given));
            if (given.isEmpty()) {
                messages.add(new UserMessage(List.of()));
            }
        } else {
            throw new IllegalArgumentException("input: neither a text nor a list of items");
        }
        return messages;
    }

    /** Both the number and the inclusion ask for log-probabilities; other inclusions are the vendor's own. */
    private static void logprobs(ObjectNode rest, ChatRequest.Builder request) {
        JsonNode include = rest.path("include");
        boolean included = false;
        for (JsonNode one : include) {
            included |= one.asText().equals(RequestMapper.LOGPROBS);
        }
        if (!included) {
            return;
        }
        JsonNode top = rest.path("top_logprobs");
        if (top.isInt()) {
            rest.remove("top_logprobs");
        }
        request.logprobs(top.isInt() ? top.intValue() : 0);
        if (include.size() == 1) {
            rest.remove("include");
        }
    }

    private static void effort(ObjectNode rest, ChatRequest.Builder request) {
        if (!(rest.path("reasoning") instanceof ObjectNode reasoning)) {
            return;
        }
        for (ReasoningEffort effort : ReasoningEffort.values()) {
            if (effort.name()
                    .toLowerCase(Locale.ROOT)
                    .equals(reasoning.path("effort").asText())) {
                request.reasoningEffort(effort);
                reasoning.remove("effort");
                if (reasoning.isEmpty()) {
                    rest.remove("reasoning");
                }
                return;
            }
        }
    }

    private static void format(ObjectNode rest, ChatRequest.Builder request) {
        if (!(rest.path("text") instanceof ObjectNode text) || !(text.path("format") instanceof ObjectNode given)) {
            return;
        }
        OutputFormat format = format(given);
        if (format != null) {
            request.outputFormat(format);
            text.remove("format");
            if (text.isEmpty()) {
                rest.remove("text");
            }
        }
    }

    private static @Nullable OutputFormat format(ObjectNode given) {
        switch (given.path("type").asText()) {
            case "text" -> {
                return given.size() == 1 ? OutputFormat.TEXT : null;
            }
            case "json_object" -> {
                return given.size() == 1 ? OutputFormat.JSON : null;
            }
            case "json_schema" -> {
                JsonSchema schema = ToolReader.schema(given.path("schema"));
                boolean known = Fields.onlyHas(given, "type", "name", "schema", "description", "strict");
                return known && schema != null && !given.path("name").asText().isBlank()
                        ? new OutputFormat.Schema(
                                given.path("name").asText(),
                                schema,
                                given.hasNonNull("description")
                                        ? given.path("description").asText()
                                        : null,
                                given.path("strict").isBoolean()
                                        ? given.path("strict").asBoolean()
                                        : null)
                        : null;
            }
            default -> {
                return null;
            }
        }
    }

    private static boolean stream(ObjectNode rest) {
        boolean[] stream = {false};
        bool(rest, "stream", value -> stream[0] = value);
        return stream[0];
    }

    private static @Nullable String text(ObjectNode rest, String field) {
        JsonNode node = rest.remove(field);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isTextual()) {
            throw new IllegalArgumentException(field + ": no text");
        }
        return node.asText();
    }

    private static void bool(ObjectNode rest, String field, Consumer<Boolean> to) {
        JsonNode node = rest.remove(field);
        if (node != null && !node.isNull()) {
            if (!node.isBoolean()) {
                throw new IllegalArgumentException(field + ": neither true nor false");
            }
            to.accept(node.booleanValue());
        }
    }

    private static void number(ObjectNode rest, String field, Consumer<JsonNode> to) {
        JsonNode node = rest.remove(field);
        if (node != null && !node.isNull()) {
            if (!node.isNumber()) {
                throw new IllegalArgumentException(field + ": no number");
            }
            to.accept(node);
        }
    }

    private static void integer(ObjectNode rest, String field, Consumer<JsonNode> to) {
        JsonNode node = rest.remove(field);
        if (node != null && !node.isNull()) {
            if (!node.canConvertToInt() || !node.isIntegralNumber()) {
                throw new IllegalArgumentException(field + ": no whole number, or too large");
            }
            to.accept(node);
        }
    }
}
