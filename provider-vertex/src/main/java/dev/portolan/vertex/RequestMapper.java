package dev.portolan.vertex;

import com.google.cloud.aiplatform.v1.Content;
import com.google.cloud.aiplatform.v1.GenerateContentRequest;
import com.google.cloud.aiplatform.v1.GenerationConfig;
import com.google.cloud.aiplatform.v1.GenerationConfig.MediaResolution;
import com.google.cloud.aiplatform.v1.HarmCategory;
import com.google.cloud.aiplatform.v1.SafetySetting;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes a request for {@code GenerateContent}.
 *
 * @see <a href="https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference">Google: generateContent</a>
 */
final class RequestMapper {

    private static final int LONGEST_LABEL = 63;

    /**
     * A request ready to be sent.
     *
     * @param body the message
     * @param names how tools are named on the wire
     * @param warnings what could not travel as asked
     */
    record Encoded(GenerateContentRequest body, ToolNames names, List<Warning> warnings) {

        @Override
        public String toString() {
            return "Encoded[" + warnings.size() + " warnings]";
        }
    }

    private final String model;
    private final Family family;
    private final CallOptions options;

    /**
     * @param model the model's resource
     */
    RequestMapper(String model, Family family, CallOptions options) {
        this.model = model;
        this.family = family;
        this.options = options;
    }

    /**
     * @param tags the call's tags, for the bill if they are wanted there
     */
    Encoded encode(ChatRequest request, Map<String, String> tags) {
        List<Warning> warnings = new ArrayList<>(0);
        ToolNames names = new ToolNames(request);
        GenerateContentRequest.Builder body =
                GenerateContentRequest.newBuilder().setModel(model);
        MessageMapper messages = new MessageMapper(family, names, warnings);
        Content system = messages.system(request.messages());
        if (system.getPartsCount() > 0) {
            body.setSystemInstruction(system);
        }
        body.addAllContents(new VertexHistory(warnings).legal(messages.turns(request.messages())));
        ToolMapper tools = new ToolMapper(names, family);
        tools.write(request, body);
        ToolMapper.hosted(options.hostedTools(), body);
        GenerationConfig.Builder config = GenerationConfig.newBuilder();
        sampling(request, config);
        tools.format(request, config);
        Thinking.write(config, family, request.reasoningEffort(), options.includeThoughts());
        if (options.mediaResolution() != null) {
            config.setMediaResolution(
                    MediaResolution.valueOf("MEDIA_RESOLUTION_" + constant(options.mediaResolution())));
        }
        GenerationConfig whole = config.build();
        if (!whole.equals(GenerationConfig.getDefaultInstance())) {
            body.setGenerationConfig(whole);
        }
        extras(body, tags);
        ProtoJson.merge(body, request.vendorOptions().get(VertexProvider.ID));
        if (body.getToolConfig().getFunctionCallingConfig().getStreamFunctionCallArguments()) {
            throw MediaParts.unsupported(
                    "vendorOptions", "arguments that come in pieces with paths are not read; leave the switch out");
        }
        return new Encoded(body.build(), names, warnings);
    }

    private static void sampling(ChatRequest request, GenerationConfig.Builder config) {
        if (request.temperature() != null) {
            config.setTemperature(request.temperature().floatValue());
        }
        if (request.topP() != null) {
            config.setTopP(request.topP().floatValue());
        }
        if (request.topK() != null) {
            config.setTopK(request.topK());
        }
        if (request.maxOutputTokens() != null) {
            config.setMaxOutputTokens(request.maxOutputTokens());
        }
        Long seed = request.seed();
        if (seed != null && seed == seed.intValue()) {
            config.setSeed(seed.intValue());
        }
        if (request.frequencyPenalty() != null) {
            config.setFrequencyPenalty(request.frequencyPenalty().floatValue());
        }
        if (request.presencePenalty() != null) {
            config.setPresencePenalty(request.presencePenalty().floatValue());
        }
        if (request.logprobs() != null) {
            config.setResponseLogprobs(true).setLogprobs(request.logprobs());
        }
        config.addAllStopSequences(request.stop());
    }

    private void extras(GenerateContentRequest.Builder body, Map<String, String> tags) {
        options.safety()
                .forEach((category, threshold) -> body.addSafetySettings(SafetySetting.newBuilder()
                        .setCategory(category(category))
                        .setThreshold(threshold(threshold))));
        body.putAllLabels(options.labels());
        if (options.tagsAsLabels()) {
            tags.forEach((name, value) -> body.putLabels(label(name), label(value)));
        }
        if (options.promptTemplate() != null) {
            body.getModelArmorConfigBuilder().setPromptTemplateName(options.promptTemplate());
        }
        if (options.responseTemplate() != null) {
            body.getModelArmorConfigBuilder().setResponseTemplateName(options.responseTemplate());
        }
        if (options.cachedContent() != null) {
            body.setCachedContent(options.cachedContent());
        }
    }

    static HarmCategory category(String word) {
        return HarmCategory.valueOf("HARM_CATEGORY_" + constant(word));
    }

    static SafetySetting.HarmBlockThreshold threshold(String word) {
        return SafetySetting.HarmBlockThreshold.valueOf(constant(word));
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** Labels are lower case letters, digits, {@code _} and {@code -}. */
    private static String label(String text) {
        String clean = text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{Ll}0-9_-]", "_");
        return clean.substring(0, Math.min(clean.length(), LONGEST_LABEL));
    }
}
