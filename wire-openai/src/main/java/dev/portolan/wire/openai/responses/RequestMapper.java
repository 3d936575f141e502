package dev.portolan.wire.openai.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.spi.support.EncodedRequest;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.openai.Quirk;
import dev.portolan.wire.openai.WireProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes a request straight to bytes; only vendor options are merged in as trees.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses/create">OpenAI: create a response</a>
 */
final class RequestMapper {

    /** What has to be included for log-probabilities to come. */
    static final String LOGPROBS = "message.output_text.logprobs";

    private final WireProfile profile;
    private final Origin origin;
    private final MessageMapper messages;
    private final ToolMapper tools;

    RequestMapper(WireProfile profile, Origin origin) {
        this.profile = profile;
        this.origin = origin;
        this.messages = new MessageMapper(profile, origin);
        this.tools = new ToolMapper(profile);
    }

    /**
     * Writes a request for an answer.
     *
     * @param request what is asked
     * @param model the model's id on the wire
     * @param stream whether the answer shall come piece by piece
     * @return the body
     */
    EncodedRequest encode(ChatRequest request, String model, boolean stream) {
        LeftOut leftOut = new LeftOut(origin);
        byte[] body = WireJson.object(out -> {
            out.writeStringField("model", model);
            messages.write(out, request, leftOut);
            sampling(out, request, leftOut);
            reasoning(out, request.reasoningEffort());
            tools.write(out, request, leftOut);
            format(out, request.outputFormat(), leftOut);
            if (stream) {
                out.writeBooleanField("stream", true);
            }
        });
        return new EncodedRequest(merged(body, options(request)), leftOut.warnings());
    }

    /**
     * Writes what of a request counts as input tokens.
     *
     * @param request what would be asked
     * @param model the model's id on the wire
     * @param members the members that the counting endpoint takes
     * @return the body
     */
    byte[] encodeForCounting(ChatRequest request, String model, Set<String> members) {
        LeftOut leftOut = new LeftOut(origin);
        byte[] body = WireJson.object(out -> {
            out.writeStringField("model", model);
            messages.write(out, request, leftOut);
            reasoning(out, request.reasoningEffort());
            tools.write(out, request, leftOut);
            format(out, request.outputFormat(), leftOut);
        });
        JsonNode options = options(request);
        return merged(body, options == null ? null : ((ObjectNode) options).retain(members));
    }

    private @Nullable JsonNode options(ChatRequest request) {
        String options = request.vendorOptions().get(profile.provider());
        return options == null ? null : WireJson.tree(options);
    }

    private static byte[] merged(byte[] body, @Nullable JsonNode options) {
        if (options == null || options.isEmpty()) {
            return body;
        }
        try {
            ObjectNode tree = (ObjectNode) WireJson.mapper().readTree(body);
            JsonNode asked = tree.path("include");
            WireJson.merge(tree, options);
            if (tree.get("include") instanceof ArrayNode include) {
                // Options that include something else do not take the log-probabilities away.
                for (JsonNode each : asked) {
                    if (StreamSupport.stream(include.spliterator(), false).noneMatch(each::equals)) {
                        include.add(each);
                    }
                }
            }
            return WireJson.bytes(tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void sampling(JsonGenerator out, ChatRequest request, LeftOut leftOut) throws IOException {
        if (request.temperature() != null) {
            out.writeNumberField("temperature", request.temperature());
        }
        if (request.topP() != null) {
            out.writeNumberField("top_p", request.topP());
        }
        if (request.maxOutputTokens() != null) {
            out.writeNumberField("max_output_tokens", request.maxOutputTokens());
        }
        if (request.logprobs() != null) {
            if (request.logprobs() > 0) {
                out.writeNumberField("top_logprobs", request.logprobs());
            }
            out.writeArrayFieldStart("include");
            out.writeString(LOGPROBS);
            out.writeEndArray();
        }
        if (request.topK() != null && profile.has(Quirk.TOP_K)) {
            out.writeNumberField("top_k", request.topK());
        } else {
            leftOut.setting("topK", request.topK());
        }
        leftOut.setting("stop", request.stop().isEmpty() ? null : request.stop());
        leftOut.setting("seed", request.seed());
        leftOut.setting("frequencyPenalty", request.frequencyPenalty());
        leftOut.setting("presencePenalty", request.presencePenalty());
    }

    private static void reasoning(JsonGenerator out, @Nullable ReasoningEffort effort) throws IOException {
        if (effort != null) {
            out.writeObjectFieldStart("reasoning");
            out.writeStringField("effort", effort.name().toLowerCase(Locale.ROOT));
            out.writeEndObject();
        }
    }

    private void format(JsonGenerator out, @Nullable OutputFormat format, LeftOut leftOut) throws IOException {
        if (format == null) {
            return;
        }
        out.writeObjectFieldStart("text");
        out.writeObjectFieldStart("format");
        if (format instanceof OutputFormat.Schema schema) {
            out.writeStringField("type", "json_schema");
            out.writeStringField("name", schema.name());
            if (schema.description() != null) {
                out.writeStringField("description", schema.description());
            }
            out.writeFieldName("schema");
            out.writeRawValue(schema.schema().json());
            strict(out, schema.strict(), leftOut);
        } else {
            out.writeStringField("type", format instanceof OutputFormat.Json ? "json_object" : "text");
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    private void strict(JsonGenerator out, @Nullable Boolean strict, LeftOut leftOut) throws IOException {
        if (strict == null) {
            return;
        }
        if (!profile.has(Quirk.NO_STRICT)) {
            out.writeBooleanField("strict", strict);
        } else if (strict) {
            leftOut.setting("outputFormat.strict", "The server has no such switch; strict is not sent");
        }
    }
}
