package dev.portolan.ollama;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.Warning;
import dev.portolan.spi.support.EncodedRequest;
import dev.portolan.spi.support.WireJson;
import dev.portolan.spi.support.EncodedRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a chat request, straight to bytes; only vendor options, which may touch anything, are merged in as a tree. Sampling goes
 * among the {@code options}, where a name that the server does not know is passed over.
 *
 * @see <a href="https://docs.ollama.com/api/chat">Ollama: chat</a>
 */
final class RequestMapper {

    /** The quirk that says how effort is told: {@code levels}; without it a model thinks or does not. */
    static final String THINK = "think";

    private static final Set<String> SWITCHES = Set.of("true", "false");

    private final CallOptions options;
    private final boolean levels;

    RequestMapper(CallOptions options, Map<String, String> quirks) {
        this.options = options;
        this.levels = "levels".equals(quirks.get(THINK));
    }

    /**
     * @param refusesLong whether a prompt that is too long shall be refused, where the settings do not say
     */
    EncodedRequest encode(ChatRequest request, String model, boolean stream, boolean refusesLong) {
        List<Warning> warnings = new ArrayList<>(0);
        byte[] body = WireJson.object(json -> write(json, request, model, stream, refusesLong, warnings));
        return new EncodedRequest(WireJson.merged(body, request.vendorOptions().get(OllamaProvider.ID)), warnings);
    }

    private void write(
            JsonGenerator json,
            ChatRequest request,
            String model,
            boolean stream,
            boolean refusesLong,
            List<Warning> warnings)
            throws IOException {
        json.writeStringField("model", model);
        new MessageMapper(json, warnings).write(request);
        ToolMapper.write(json, request);
        json.writeBooleanField("stream", stream);
        options(json, request);
        think(json, request.reasoningEffort());
        if (request.logprobs() != null) {
            json.writeBooleanField("logprobs", true);
            json.writeNumberField("top_logprobs", request.logprobs());
        }
        if (options.truncate() != null || refusesLong) {
            json.writeBooleanField("truncate", options.truncate() != null && options.truncate());
        }
        options.writeKeepAlive(json);
    }

    private void options(JsonGenerator json, ChatRequest request) throws IOException {
        json.writeObjectFieldStart("options");
        if (options.numCtx() != null) {
            json.writeNumberField("num_ctx", options.numCtx());
        }
        number(json, "temperature", request.temperature());
        number(json, "top_p", request.topP());
        number(json, "top_k", request.topK());
        number(json, "num_predict", request.maxOutputTokens());
        number(json, "seed", request.seed());
        number(json, "frequency_penalty", request.frequencyPenalty());
        number(json, "presence_penalty", request.presencePenalty());
        if (!request.stop().isEmpty()) {
            json.writeArrayFieldStart("stop");
            for (String stop : request.stop()) {
                json.writeString(stop);
            }
            json.writeEndArray();
        }
        for (Map.Entry<String, JsonNode> option : options.options().entrySet()) {
            json.writeFieldName(option.getKey());
            WireJson.mapper().writeTree(json, option.getValue());
        }
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, @Nullable Number value) throws IOException {
        if (value instanceof Double decimal) {
            json.writeNumberField(name, decimal);
        } else if (value != null) {
            json.writeNumberField(name, value.longValue());
        }
    }

    private void think(JsonGenerator json, @Nullable ReasoningEffort effort) throws IOException {
        String word = effort == null ? options.think() : word(effort);
        if (word != null) {
            if (SWITCHES.contains(word)) {
                json.writeBooleanField("think", word.equals("true"));
            } else {
                json.writeStringField("think", word);
            }
        }
    }

    private String word(ReasoningEffort effort) {
        if (effort == ReasoningEffort.NONE) {
            return "false";
        }
        return levels ? effort.name().toLowerCase(Locale.ROOT) : "true";
    }
}
