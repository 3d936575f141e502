package dev.portolan.chat;

import dev.portolan.chat.Gap.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Holds a request against what is known of a model. */
final class CapabilityCheck {

    private final ModelInfo info;
    private final ChatRequest request;
    private final List<Gap> gaps = new ArrayList<>();

    private CapabilityCheck(ModelInfo info, ChatRequest request) {
        this.info = info;
        this.request = request;
    }

    static List<Gap> gaps(ModelInfo info, ChatRequest request) {
        CapabilityCheck check = new CapabilityCheck(info, request);
        check.sampling();
        check.limits();
        check.tools();
        check.output();
        check.content();
        return List.copyOf(check.gaps);
    }

    private void sampling() {
        setting("temperature", request.temperature(), Capability.TEMPERATURE, Effect.LEFT_OUT);
        setting("topP", request.topP(), Capability.TOP_P, Effect.LEFT_OUT);
        setting("topK", request.topK(), Capability.TOP_K, Effect.LEFT_OUT);
        setting("seed", request.seed(), Capability.SEED, Effect.LEFT_OUT);
        setting("frequencyPenalty", request.frequencyPenalty(), Capability.FREQUENCY_PENALTY, Effect.LEFT_OUT);
        setting("presencePenalty", request.presencePenalty(), Capability.PRESENCE_PENALTY, Effect.LEFT_OUT);
        setting("logprobs", request.logprobs(), Capability.LOGPROBS, Effect.LEFT_OUT);
        setting("reasoningEffort", request.reasoningEffort(), Capability.REASONING_EFFORT, Effect.LEFT_OUT);
        setting("maxOutputTokens", request.maxOutputTokens(), Capability.MAX_OUTPUT_TOKENS, Effect.REFUSED);
    }

    private void limits() {
        ModelLimits limits = info.limits();
        if (info.supports(Capability.TEMPERATURE)) {
            largest("temperature", request.temperature(), limits.maxTemperature());
        }
        if (info.supports(Capability.MAX_OUTPUT_TOKENS)) {
            largest("maxOutputTokens", request.maxOutputTokens(), limits.maxOutputTokens());
        }
        Integer stops = limits.maxStopSequences();
        if (!request.stop().isEmpty() && !info.supports(Capability.STOP)) {
            gap("stop", Effect.EMULATED, "takes no stop sequences; the answer is cut here");
        } else if (stops != null && request.stop().size() > stops) {
            gap("stop", Effect.EMULATED, "takes at most " + stops + " stop sequences; the answer is cut here");
        }
        Integer tools = limits.maxTools();
        if (tools != null && request.tools().size() > tools) {
            gap("tools", Effect.REFUSED, "takes at most " + tools + " tools");
        }
    }

    private void tools() {
        if (!request.tools().isEmpty()) {
            setting("tools", request.tools(), Capability.TOOLS, Effect.REFUSED);
        }
        setting("parallelToolCalls", request.parallelToolCalls(), Capability.PARALLEL_TOOL_CALLS, Effect.LEFT_OUT);
        ToolChoice choice = request.toolChoice();
        if (choice != null) {
            switch (choice.mode()) {
                case NONE -> setting("toolChoice", choice, Capability.TOOL_CHOICE_NONE, Effect.REFUSED);
                case REQUIRED -> setting("toolChoice", choice, Capability.TOOL_CHOICE_REQUIRED, Effect.REFUSED);
                case NAMED -> setting("toolChoice", choice, Capability.TOOL_CHOICE_NAMED, Effect.REFUSED);
                case AUTO -> {}
            }
        }
        if (!info.supports(Capability.STRICT_TOOLS)
                && request.tools().stream().anyMatch(tool -> Boolean.TRUE.equals(tool.strict()))) {
            setting("tools.strict", true, Capability.STRICT_TOOLS, Effect.LEFT_OUT);
        }
    }

    private void output() {
        if (request.outputFormat() instanceof OutputFormat.Json) {
            setting("outputFormat", true, Capability.JSON_OUTPUT, Effect.REFUSED);
        } else if (request.outputFormat() instanceof OutputFormat.Schema) {
            setting("outputFormat", true, Capability.JSON_SCHEMA_OUTPUT, Effect.REFUSED);
            if (!request.tools().isEmpty()) {
                setting("outputFormat", true, Capability.JSON_SCHEMA_WITH_TOOLS, Effect.REFUSED);
            }
        }
    }

    /** Names of places are made only for gaps: most requests have none, and every call is checked. */
    private void content() {
        boolean system = info.supports(Capability.SYSTEM_MESSAGES);
        List<Message> messages = request.messages();
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            if (!system && message instanceof SystemMessage) {
                setting("messages[" + i + "]", true, Capability.SYSTEM_MESSAGES, Effect.REFUSED);
            }
            List<Part> parts = message.parts();
            for (int k = 0; k < parts.size(); k++) {
                if (!(parts.get(k) instanceof TextPart)) {
                    part("messages[" + i + "].parts[" + k + "]", parts.get(k));
                }
            }
        }
    }

    private void part(String field, Part part) {
        if (part instanceof ImagePart image) {
            image(field, image.media());
        } else if (part instanceof DocumentPart) {
            setting(field, true, Capability.DOCUMENT_INPUT, Effect.REFUSED);
        } else if (part instanceof AudioPart) {
            setting(field, true, Capability.AUDIO_INPUT, Effect.REFUSED);
        } else if (part instanceof VideoPart) {
            setting(field, true, Capability.VIDEO_INPUT, Effect.REFUSED);
        } else if (part instanceof ToolResult result) {
            for (int i = 0; i < result.content().size(); i++) {
                part(field + ".parts[" + i + "]", result.content().get(i));
            }
        }
    }

    private void image(String field, Media media) {
        setting(field, true, Capability.IMAGE_INPUT, Effect.REFUSED);
        if (media instanceof Media.Url && info.supports(Capability.IMAGE_INPUT)) {
            setting(field, true, Capability.IMAGE_URL_INPUT, Effect.REFUSED);
        }
        Long largest = info.limits().maxImageBytes();
        if (largest != null && media instanceof Media.Inline inline && inline.size() > largest) {
            gap(field, Effect.REFUSED, "takes images up to " + largest + " bytes; this one has " + inline.size());
        }
    }

    private void setting(String field, @Nullable Object value, Capability capability, Effect effect) {
        if (value != null && !info.supports(capability)) {
            gap(
                    field,
                    effect,
                    "does not support "
                            + capability.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
    }

    private void largest(String field, @Nullable Number value, @Nullable Number largest) {
        if (value != null && largest != null && value.doubleValue() > largest.doubleValue()) {
            gap(field, Effect.CLAMPED, "takes at most " + largest);
        }
    }

    private void gap(String field, Effect effect, String what) {
        gaps.add(new Gap(field, effect, info.provider() + "/" + info.model() + " " + what));
    }
}
