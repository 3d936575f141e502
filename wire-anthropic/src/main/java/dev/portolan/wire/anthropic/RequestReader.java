package dev.portolan.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.schema.JsonSchema;
import dev.portolan.spi.support.DecodedRequest;
import dev.portolan.spi.support.WireJson;
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

    RequestReader(WireProfile profile) {
        this.provider = profile.provider();
    }

    DecodedRequest read(byte[] body) {
        ObjectNode rest = object(body);
        String model = text(rest, "model");
        rest.remove("anthropic_version");
        boolean[] stream = {false};
        bool(rest, "stream", value -> stream[0] = value);
        ChatRequest.Builder request = ChatRequest.builder()
                .messages(new MessageReader().read(rest.remove("system"), rest.remove("messages")));
        integer(rest, "max_tokens", node -> request.maxOutputTokens(node.intValue()));
        number(rest, "temperature", 0, Double.MAX_VALUE, node -> request.temperature(node.doubleValue()));
        number(rest, "top_p", 0, 1, node -> request.topP(node.doubleValue()));
        integer(rest, "top_k", node -> request.topK(node.intValue()));
        stop(rest, request);
        effort(rest, request);
        format(rest, request);
        new ToolReader().read(rest, request);
        if (!rest.isEmpty()) {
            request.vendorOptions(provider, rest.toString());
        }
        return new DecodedRequest(model, stream[0], request.build());
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

    private static void stop(ObjectNode rest, ChatRequest.Builder request) {
        if (rest.get("stop_sequences") instanceof ArrayNode given) {
            List<String> stop = new ArrayList<>(given.size());
            given.forEach(one -> stop.add(one.asText()));
            if (stop.stream().noneMatch(String::isEmpty)) {
                rest.remove("stop_sequences");
                request.stop(stop);
            }
        }
    }

    /**
     * Effort is a word; that the model shall think as it sees fit goes with it, and that it shall not is no effort. A budget of
     * thinking tokens stays the vendor's own, since no word means that number.
     */
    private static void effort(ObjectNode rest, ChatRequest.Builder request) {
        JsonNode thinking = rest.path("thinking");
        boolean alone = thinking.size() == 1;
        if (rest.path("output_config") instanceof ObjectNode output && output.has("effort")) {
            for (ReasoningEffort effort : ReasoningEffort.values()) {
                String word = effort.name().toLowerCase(Locale.ROOT);
                if (effort != ReasoningEffort.NONE
                        && word.equals(output.path("effort").asText())
                        && alone
                        && thinking.path("type").asText().equals("adaptive")) {
                    request.reasoningEffort(effort);
                    output.remove("effort");
                    rest.remove("thinking");
                    if (output.isEmpty()) {
                        rest.remove("output_config");
                    }
                }
            }
        } else if (alone && thinking.path("type").asText().equals("disabled")) {
            request.reasoningEffort(ReasoningEffort.NONE);
            rest.remove("thinking");
        }
    }

    /** The format has had two places; it is written to the newer one. */
    private static void format(ObjectNode rest, ChatRequest.Builder request) {
        if (rest.path("output_config") instanceof ObjectNode output && known(output.path("format"))) {
            request.outputFormat(schema(output.remove("format")));
            if (output.isEmpty()) {
                rest.remove("output_config");
            }
        } else if (known(rest.path("output_format"))) {
            request.outputFormat(schema(rest.remove("output_format")));
        }
    }

    private static boolean known(JsonNode format) {
        return format.size() == 2
                && format.path("type").asText().equals("json_schema")
                && format.path("schema").isObject();
    }

    private static OutputFormat schema(JsonNode format) {
        return OutputFormat.schema("output", JsonSchema.of(format.path("schema").toString()));
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

    /** A number that the nouns take; any other stays for the vendor to judge. */
    private static void number(ObjectNode rest, String field, double least, double most, Consumer<JsonNode> to) {
        JsonNode node = rest.path(field);
        if (node.isNull()) {
            rest.remove(field);
        } else if (!node.isMissingNode() && !node.isNumber()) {
            throw new IllegalArgumentException(field + ": no number");
        } else if (node.isNumber() && node.doubleValue() >= least && node.doubleValue() <= most) {
            to.accept(node);
            rest.remove(field);
        }
    }

    private static void integer(ObjectNode rest, String field, Consumer<JsonNode> to) {
        number(rest, field, 1, Integer.MAX_VALUE, node -> {
            if (!node.isIntegralNumber()) {
                throw new IllegalArgumentException(field + ": no whole number");
            }
            to.accept(node);
        });
    }
}
