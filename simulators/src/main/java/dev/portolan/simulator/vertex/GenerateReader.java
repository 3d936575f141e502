package dev.portolan.simulator.vertex;

import com.google.cloud.aiplatform.v1.GenerateContentRequest;
import com.google.cloud.aiplatform.v1.GenerationConfig;
import com.google.cloud.aiplatform.v1.GenerationConfig.ThinkingConfig;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.simulator.Prompt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads and checks a request to generate content. See
 * https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference.
 */
final class GenerateReader {

    private static final int USUAL_THOUGHT = 32;

    private final GenerateContentRequest body;
    private final GenerationConfig config;
    private final ModelPath path;
    private final ChatRequest.Builder request = ChatRequest.builder();

    private GenerateReader(GenerateContentRequest body, ModelPath path) {
        this.body = body;
        this.config = body.getGenerationConfig();
        this.path = path;
    }

    static GenerateCall read(GenerateContentRequest body, ModelPath path, boolean streaming) {
        return new GenerateReader(body, path).read(streaming);
    }

    private GenerateCall read(boolean streaming) {
        TurnRules.require(body.getContentsList(), path);
        ContentReader contents = new ContentReader(request);
        if (body.hasSystemInstruction()) {
            contents.system(body.getSystemInstruction());
        }
        contents.read(body.getContentsList());
        Set<String> declared = ToolReader.read(body, request);
        sampling();
        request.outputFormat(format(!declared.isEmpty()));
        int thoughtTokens = thoughtTokens();
        // Before the prompt is built, which tells them.
        Integer logprobs = logprobs();
        return new GenerateCall(
                path,
                new Prompt(path.model(), streaming, built()),
                declared,
                config.hasCandidateCount() ? config.getCandidateCount() : 1,
                config.getThinkingConfig().getIncludeThoughts(),
                thoughtTokens,
                logprobs,
                body.getSafetySettingsCount() > 0);
    }

    private ChatRequest built() {
        try {
            return request.build();
        } catch (IllegalArgumentException e) {
            throw VertexError.invalid(String.valueOf(e.getMessage()));
        }
    }

    private void sampling() {
        request.temperature(within(config.hasTemperature(), "temperature", config.getTemperature(), 0, 2.0001))
                .topP(within(config.hasTopP(), "topP", config.getTopP(), 0, 1.0001))
                .topK(whole(within(config.hasTopK(), "topK", config.getTopK(), 1, 65)))
                .maxOutputTokens(whole(
                        within(config.hasMaxOutputTokens(), "maxOutputTokens", config.getMaxOutputTokens(), 1, 65_537)))
                .frequencyPenalty(
                        within(config.hasFrequencyPenalty(), "frequencyPenalty", config.getFrequencyPenalty(), -2, 2))
                .presencePenalty(
                        within(config.hasPresencePenalty(), "presencePenalty", config.getPresencePenalty(), -2, 2))
                .seed(config.hasSeed() ? Long.valueOf(config.getSeed()) : null)
                .stop(config.getStopSequencesList());
        within(config.hasCandidateCount(), "candidateCount", config.getCandidateCount(), 1, 9);
        within(true, "stopSequences count", config.getStopSequencesCount(), 0, 6);
    }

    private @Nullable Integer logprobs() {
        if (!config.getResponseLogprobs()) {
            if (config.hasLogprobs()) {
                throw VertexError.invalid(
                        "Unable to submit request because logprobs is set while response_logprobs is not true.");
            }
            return null;
        }
        within(config.hasLogprobs(), "logprobs", config.getLogprobs(), 0, 21);
        request.logprobs(config.getLogprobs());
        return config.getLogprobs();
    }

    private static @Nullable Double within(boolean set, String name, double value, double least, double beyond) {
        if (!set) {
            return null;
        }
        if (!(value >= least && value < beyond)) {
            throw VertexError.outOfRange(name, plain(value), plain(least), plain(beyond));
        }
        // What was a float on the wire is told as it was written: 0.2, not 0.20000000298.
        return Double.valueOf(Float.toString((float) value));
    }

    private static @Nullable Integer whole(@Nullable Double value) {
        return value == null ? null : value.intValue();
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : Float.toString((float) value);
    }

    private @Nullable OutputFormat format(boolean tools) {
        String type = config.getResponseMimeType();
        boolean schema = config.hasResponseSchema() || config.hasResponseJsonSchema();
        if (type.isEmpty() || type.equals("text/plain")) {
            if (schema) {
                throw VertexError.invalid(
                        "Unable to submit request because a response schema is only supported with response mime type"
                                + " `application/json` or `text/x.enum`, not `" + type + "`.");
            }
            return type.isEmpty() ? null : OutputFormat.TEXT;
        }
        if (!type.equals("application/json")) {
            throw VertexError.invalidField(
                    "generation_config.response_mime_type",
                    "Unable to submit request because the response mime type `" + type
                            + "` is not supported. Allowed mimetypes are `text/plain` and `application/json`.");
        }
        if (tools && !path.needsSignatures()) {
            throw VertexError.invalid("Function calling with a response mime type: 'application/json' is unsupported");
        }
        if (config.hasResponseSchema() && config.hasResponseJsonSchema()) {
            throw VertexError.invalid(
                    "Unable to submit request because only one of response_schema and response_json_schema may be"
                            + " set.");
        }
        if (config.hasResponseJsonSchema()) {
            return OutputFormat.schema(
                    "response",
                    SchemaReader.of(config.getResponseJsonSchema(), "generation_config.response_json_schema"));
        }
        return config.hasResponseSchema()
                ? OutputFormat.schema(
                        "response", SchemaReader.of(config.getResponseSchema(), "generation_config.response_schema"))
                : OutputFormat.JSON;
    }

    private int thoughtTokens() {
        ThinkingConfig thinking = config.getThinkingConfig();
        if (!path.thinks()) {
            if (config.hasThinkingConfig()) {
                throw VertexError.invalid("Unable to submit request because thinking is not supported by this model.");
            }
            return 0;
        }
        if (thinking.hasThinkingBudget() && thinking.hasThinkingLevel()) {
            throw VertexError.invalid("You can only set only one of thinking budget and thinking level.");
        }
        if (thinking.hasThinkingLevel()) {
            return level(thinking.getThinkingLevel());
        }
        if (!thinking.hasThinkingBudget() || thinking.getThinkingBudget() < 0) {
            // Minus one stands for "as much as it takes".
            return path.thinksOnDemand() && !thinking.hasThinkingBudget() ? 0 : USUAL_THOUGHT;
        }
        return budget(thinking.getThinkingBudget());
    }

    private int level(ThinkingConfig.ThinkingLevel level) {
        if (!path.needsSignatures()) {
            throw VertexError.invalid(
                    "Unable to submit request because thinking_level is not supported by this model.");
        }
        return switch (level) {
            case MINIMAL -> effort(ReasoningEffort.MINIMAL, 0);
            case LOW -> effort(ReasoningEffort.LOW, USUAL_THOUGHT / 2);
            case MEDIUM -> effort(ReasoningEffort.MEDIUM, USUAL_THOUGHT);
            case HIGH -> effort(ReasoningEffort.HIGH, USUAL_THOUGHT * 2);
            case THINKING_LEVEL_UNSPECIFIED, UNRECOGNIZED -> USUAL_THOUGHT;
        };
    }

    private int effort(ReasoningEffort effort, int tokens) {
        request.reasoningEffort(effort);
        return tokens;
    }

    private int budget(int budget) {
        boolean must = path.model().contains("pro");
        int least = must ? 128 : 1;
        int most = must ? 32_768 : 24_576;
        if (budget > most || budget < (must ? least : 0)) {
            throw VertexError.invalid("The thinking budget " + budget + " is invalid. Please choose a value between "
                    + least + " and " + most + ".");
        }
        if (budget == 0) {
            request.reasoningEffort(ReasoningEffort.NONE);
        }
        return Math.min(budget, USUAL_THOUGHT);
    }
}
