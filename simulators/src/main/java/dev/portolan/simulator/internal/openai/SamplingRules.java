package dev.portolan.simulator.internal.openai;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ReasoningEffort;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the sampling settings that both APIs have, and refuses those that a thinking model refuses. */
final class SamplingRules {

    private static final List<String> EFFORTS = List.of("none", "minimal", "low", "medium", "high", "xhigh");

    private SamplingRules() {}

    static void read(Fields body, ModelTraits traits, @Nullable String effort, ChatRequest.Builder request) {
        Double temperature = body.decimal("temperature", 0, 2);
        Double topP = body.decimal("top_p", 0, 1);
        if (traits.thinks(effort)) {
            refuse("temperature", temperature);
            refuse("top_p", topP);
        }
        request.temperature(temperature).topP(topP);
        if (effort != null) {
            request.reasoningEffort(ReasoningEffort.valueOf(effort.toUpperCase(Locale.ROOT)));
        }
    }

    /** Reads how much to think; a model that does not think refuses to be told. */
    static @Nullable String effort(Fields fields, String name, ModelTraits traits) {
        if (!fields.has(name)) {
            return null;
        }
        String effort = fields.choice(name, "medium", EFFORTS);
        if (!traits.reasoning()) {
            throw OpenAiError.unsupported(fields.path(name));
        }
        return effort;
    }

    private static void refuse(String param, @Nullable Double value) {
        if (value != null && value != 1.0) {
            throw OpenAiError.invalid(
                    "unsupported_value",
                    param,
                    "Unsupported value: '" + param + "' does not support " + value
                            + " with this model. Only the default (1) value is supported.");
        }
    }
}
