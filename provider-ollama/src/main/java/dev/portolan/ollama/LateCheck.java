package dev.portolan.ollama;

import dev.portolan.chat.AdaptationPolicy;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Gap;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Warning;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import java.util.List;

/**
 * Holds a request that was checked already against what the server has said since. Only what a server tells counts here: tools,
 * images and thinking; of these, thinking can be left out.
 */
final class LateCheck {

    private static final String EFFORT = "reasoningEffort";

    private final ModelInfo info;
    private final AdaptationPolicy policy;

    LateCheck(ModelInfo info, AdaptationPolicy policy) {
        this.info = info;
        this.policy = policy;
    }

    /**
     * @param gaps what the model cannot honour, by all that is known now
     * @param warnings receives what was left out
     * @throws LlmException of kind unsupported-feature when something may not be left out
     */
    ChatRequest fit(ChatRequest request, List<Gap> gaps, List<Warning> warnings) {
        ChatRequest fitting = request;
        for (Gap gap : gaps) {
            boolean effort = gap.field().equals(EFFORT) && gap.effect() == Gap.Effect.LEFT_OUT;
            if (gap.effect() == Gap.Effect.REFUSED || (effort && policy == AdaptationPolicy.STRICT)) {
                throw ErrorDetails.builder(gap.field() + ": " + gap.message())
                        .provider(info.provider())
                        .model(info.model())
                        .remedy("Ask for less, or choose another model")
                        .toException(ErrorKind.UNSUPPORTED_FEATURE);
            }
            if (effort) {
                warnings.add(gap.toWarning());
                fitting = request.toBuilder().reasoningEffort(null).build();
            }
        }
        return fitting;
    }
}
