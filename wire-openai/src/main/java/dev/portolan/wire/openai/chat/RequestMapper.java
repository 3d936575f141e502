package dev.portolan.wire.openai.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.Warning;
import dev.portolan.spi.support.EncodedRequest;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.openai.Quirk;
import dev.portolan.wire.openai.WireProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes a request, straight to bytes; only vendor options, which may touch anything, are merged in as a tree.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat/create">OpenAI: create chat completion</a>
 */
final class RequestMapper {

    private final WireProfile profile;
    private final ChatRequest request;
    private final List<Warning> warnings = new ArrayList<>(0);

    private RequestMapper(WireProfile profile, ChatRequest request) {
        this.profile = profile;
        this.request = request;
    }

    static EncodedRequest encode(WireProfile profile, ChatRequest request, String model, boolean stream) {
        RequestMapper mapper = new RequestMapper(profile, request);
        byte[] body = WireJson.object(json -> mapper.write(json, model, stream));
        return new EncodedRequest(
                WireJson.merged(body, request.vendorOptions().get(profile.provider())), mapper.warnings);
    }

    private void write(JsonGenerator json, String model, boolean stream) throws IOException {
        if (!model.isEmpty()) {
            json.writeStringField("model", model);
        }
        new MessageMapper(profile, json, warnings).write(request);
        sampling(json);
        new ToolMapper(profile, json, warnings).write(request);
        if (stream) {
            json.writeBooleanField("stream", true);
            if (!profile.has(Quirk.NO_STREAM_OPTIONS)) {
                // Without it a stream tells no usage at all.
                json.writeObjectFieldStart("stream_options");
                json.writeBooleanField("include_usage", true);
                json.writeEndObject();
            }
        }
    }

    private void sampling(JsonGenerator json) throws IOException {
        if (request.maxOutputTokens() != null) {
            json.writeNumberField(
                    profile.has(Quirk.MAX_TOKENS) ? "max_tokens" : "max_completion_tokens", request.maxOutputTokens());
        }
        number(json, "temperature", request.temperature());
        number(json, "top_p", request.topP());
        if (request.topK() != null) {
            if (profile.has(Quirk.TOP_K)) {
                json.writeNumberField("top_k", request.topK());
            } else {
                leftOut("topK", "has no top_k");
            }
        }
        number(json, "frequency_penalty", request.frequencyPenalty());
        number(json, "presence_penalty", request.presencePenalty());
        if (request.seed() != null) {
            json.writeNumberField(profile.has(Quirk.RANDOM_SEED) ? "random_seed" : "seed", request.seed());
        }
        if (!request.stop().isEmpty()) {
            json.writeArrayFieldStart("stop");
            for (String stop : request.stop()) {
                json.writeString(stop);
            }
            json.writeEndArray();
        }
        if (request.logprobs() != null) {
            json.writeBooleanField("logprobs", true);
            if (request.logprobs() > 0) {
                json.writeNumberField("top_logprobs", request.logprobs());
            }
        }
        ReasoningEffort effort = request.reasoningEffort();
        if (effort != null) {
            json.writeStringField("reasoning_effort", effort.name().toLowerCase(Locale.ROOT));
        }
    }

    private static void number(JsonGenerator json, String name, @Nullable Double value) throws IOException {
        if (value != null) {
            json.writeNumberField(name, value);
        }
    }

    private void leftOut(String field, String what) {
        warnings.add(new Warning("left-out", field, profile.provider() + " " + what));
    }
}
