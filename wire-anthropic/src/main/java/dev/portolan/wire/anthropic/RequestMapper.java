package dev.portolan.wire.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.EncodedRequest;
import dev.portolan.spi.support.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * Writes a request straight to bytes; only vendor options are merged in as trees.
 *
 * @see <a href="https://platform.claude.com/docs/en/api/messages">Anthropic: Messages</a>
 */
final class RequestMapper {

    /** The vendor option that names betas; a header where the body has no place for it. */
    static final String BETAS = "anthropic_beta";

    private final WireProfile profile;
    private final ModelRules rules;
    private final CacheMarks marks;

    RequestMapper(WireProfile profile, ModelRules rules, CacheMarks marks) {
        this.profile = profile;
        this.rules = rules;
        this.marks = marks;
    }

    EncodedRequest encode(ChatRequest request, String model, boolean stream) {
        LeftOut leftOut = new LeftOut();
        AnthropicHistory history = new AnthropicHistory(
                request.messages(), rules.is(ModelRules.SYSTEM, "anywhere"), sleeps(request), leftOut);
        byte[] body = WireJson.object(out -> {
            if (profile.version() != null) {
                out.writeStringField("anthropic_version", profile.version());
            }
            if (profile.modelInBody() && !model.isEmpty()) {
                out.writeStringField("model", model);
            }
            limit(out, request);
            new MessageMapper(out, profile.provider(), request.tools(), marks, leftOut).write(history);
            sampling(out, request, leftOut);
            thinking(out, request);
            new ToolMapper(marks).write(out, request);
            output(out, request);
            if (stream && profile.streamInBody()) {
                out.writeBooleanField("stream", true);
            }
        });
        return new EncodedRequest(merged(body, request), leftOut.warnings());
    }

    private byte[] merged(byte[] body, ChatRequest request) {
        String options = request.vendorOptions().get(profile.provider());
        if (options == null) {
            return body;
        }
        JsonNode tree = WireJson.tree(options);
        if (!profile.betasInBody() && tree instanceof ObjectNode given) {
            given.remove(BETAS);
        }
        try {
            ObjectNode whole = (ObjectNode) WireJson.mapper().readTree(body);
            WireJson.merge(whole, tree);
            return WireJson.bytes(whole);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The wire demands a limit, within which thoughts count too. */
    private void limit(JsonGenerator out, ChatRequest request) throws IOException {
        Integer asked = request.maxOutputTokens();
        int budget = budget(request);
        int limit = asked != null ? asked : rules.unaskedMaxTokens();
        if (asked == null && budget >= 0) {
            Integer largest = rules.largestMaxTokens();
            limit = largest == null ? limit + budget : Math.min(limit + budget, largest);
        }
        out.writeNumberField("max_tokens", limit);
    }

    /** Whether a model that thinks within a budget does not think now. */
    private boolean sleeps(ChatRequest request) {
        return rules.is(ModelRules.EFFORT, "budget") && budget(request) < 0;
    }

    /** The thinking tokens to send, or -1 for none. */
    private int budget(ChatRequest request) {
        ReasoningEffort effort = request.reasoningEffort();
        return effort == null || effort == ReasoningEffort.NONE || !rules.is(ModelRules.EFFORT, "budget")
                ? -1
                : ThinkingBudget.tokens(effort, request.maxOutputTokens());
    }

    private static void sampling(JsonGenerator out, ChatRequest request, LeftOut leftOut) throws IOException {
        if (request.temperature() != null) {
            out.writeNumberField("temperature", request.temperature());
        }
        if (request.topP() != null) {
            out.writeNumberField("top_p", request.topP());
        }
        if (request.topK() != null) {
            out.writeNumberField("top_k", request.topK());
        }
        if (!request.stop().isEmpty()) {
            out.writeArrayFieldStart("stop_sequences");
            for (String stop : request.stop()) {
                out.writeString(stop);
            }
            out.writeEndArray();
        }
        leftOut.setting("seed", request.seed());
        leftOut.setting("frequencyPenalty", request.frequencyPenalty());
        leftOut.setting("presencePenalty", request.presencePenalty());
        leftOut.setting("logprobs", request.logprobs());
    }

    /** Beside a tool that must be called the model does not think; effort alone is taken then. */
    private void thinking(JsonGenerator out, ChatRequest request) throws IOException {
        ReasoningEffort effort = request.reasoningEffort();
        if (effort == null) {
            return;
        }
        int budget = budget(request);
        String type = null;
        if (effort == ReasoningEffort.NONE) {
            type = rules.is(ModelRules.THINKING, "always") ? null : "disabled";
        } else if (budget >= 0) {
            type = "enabled";
        } else if (!rules.is(ModelRules.THINKING, "always")
                && !rules.is(ModelRules.THINKING, "apart")
                && !ThinkingBudget.forcesTool(request)) {
            type = "adaptive";
        }
        if (type != null) {
            out.writeObjectFieldStart("thinking");
            out.writeStringField("type", type);
            if (budget >= 0) {
                out.writeNumberField("budget_tokens", budget);
            }
            out.writeEndObject();
        }
    }

    private void output(JsonGenerator out, ChatRequest request) throws IOException {
        ReasoningEffort effort = request.reasoningEffort();
        String word = effort == null || effort == ReasoningEffort.NONE || budget(request) >= 0
                ? null
                : effort.name().toLowerCase(Locale.ROOT);
        OutputFormat format = request.outputFormat();
        if (format instanceof OutputFormat.Json) {
            throw unsupported("outputFormat: the Messages API has no JSON mode", profile.provider());
        }
        if (word == null && !(format instanceof OutputFormat.Schema)) {
            return;
        }
        out.writeObjectFieldStart("output_config");
        if (word != null) {
            out.writeStringField("effort", word);
        }
        if (format instanceof OutputFormat.Schema schema) {
            out.writeObjectFieldStart("format");
            out.writeStringField("type", "json_schema");
            out.writeFieldName("schema");
            out.writeRawValue(schema(schema));
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    /** The wire has no place for a description but the schema itself. */
    private static String schema(OutputFormat.Schema format) {
        String json = format.schema().json();
        if (format.description() != null
                && WireJson.tree(json) instanceof ObjectNode tree
                && !tree.has("description")) {
            return tree.put("description", format.description()).toString();
        }
        return json;
    }

    static LlmException unsupported(String summary, String provider) {
        return ErrorDetails.builder(summary)
                .remedy("Leave it out, give it in another form, or choose another model")
                .provider(provider)
                .toException(ErrorKind.UNSUPPORTED_FEATURE);
    }
}
