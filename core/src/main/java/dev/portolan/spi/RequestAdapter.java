package dev.portolan.spi;

import dev.portolan.chat.AdaptationPolicy;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Gap;
import dev.portolan.chat.Gap.Effect;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.ModelLimits;
import dev.portolan.chat.Tool;
import dev.portolan.chat.Warning;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes a request fit a model, or refuses it before anything is sent. Immutable, thread-safe.
 *
 * <p>Applied here are the gaps on the request's own settings: what is {@link Effect#LEFT_OUT} is taken out, a temperature
 * or output limit that is {@link Effect#CLAMPED} is set to the model's largest, a {@link Effect#EMULATED} {@code stop} is
 * handed back for {@link StopCut}. A gap on any other field is only told as a warning: the wire that found it acts on it.
 */
final class RequestAdapter {

    /**
     * What is sent, and what is to be told of it.
     *
     * @param request the request to send; the very one that was given when nothing had to change
     * @param warnings one for each gap
     * @param cutAt the texts at which the answer is to be cut here, empty when the vendor does it
     */
    public record Adapted(ChatRequest request, List<Warning> warnings, List<String> cutAt) {

        /**
         * Checks the components.
         *
         * @param request as above
         * @param warnings as above
         * @param cutAt as above
         */
        public Adapted {
            warnings = List.copyOf(warnings);
            cutAt = List.copyOf(cutAt);
        }
    }

    private final ModelInfo info;

    /**
     * An adapter to one model.
     *
     * @param info what is known of the model
     */
    RequestAdapter(ModelInfo info) {
        this.info = info;
    }

    /**
     * Makes a request fit.
     *
     * @param request what is asked, defaults filled in
     * @param gaps what of it the model cannot honour
     * @param policy what to do about it
     * @return what to send
     * @throws LlmException of kind unsupported-feature, naming every field concerned, when the policy is {@link
     *     AdaptationPolicy#STRICT} and there is a gap, or when a gap is {@link Effect#REFUSED}
     */
    public Adapted adapt(ChatRequest request, List<Gap> gaps, AdaptationPolicy policy) {
        if (gaps.isEmpty()) {
            return new Adapted(request, List.of(), List.of());
        }
        List<Gap> fatal = policy == AdaptationPolicy.STRICT
                ? gaps
                : gaps.stream().filter(gap -> gap.effect() == Effect.REFUSED).toList();
        if (!fatal.isEmpty()) {
            throw refusal(fatal);
        }
        ChatRequest.Builder changed = request.toBuilder();
        List<Warning> warnings = new ArrayList<>();
        List<String> cutAt = List.of();
        for (Gap gap : gaps) {
            warnings.add(gap.toWarning());
            switch (gap.effect()) {
                case LEFT_OUT -> leaveOut(gap.field(), request, changed);
                case CLAMPED -> clamp(gap.field(), request, changed);
                case EMULATED -> cutAt = gap.field().equals("stop") ? emulateStop(request, changed) : cutAt;
                case REWRITTEN, REFUSED -> {}
            }
        }
        return new Adapted(changed.build(), warnings, cutAt);
    }

    private static void leaveOut(String field, ChatRequest request, ChatRequest.Builder changed) {
        switch (field) {
            case "temperature" -> changed.temperature(null);
            case "topP" -> changed.topP(null);
            case "topK" -> changed.topK(null);
            case "seed" -> changed.seed(null);
            case "frequencyPenalty" -> changed.frequencyPenalty(null);
            case "presencePenalty" -> changed.presencePenalty(null);
            case "logprobs" -> changed.logprobs(null);
            case "reasoningEffort" -> changed.reasoningEffort(null);
            case "parallelToolCalls" -> changed.parallelToolCalls(null);
            case "stop" -> changed.stop(List.of());
            case "tools.strict" ->
                changed.tools(
                        request.tools().stream().map(RequestAdapter::lenient).toList());
            default -> {}
        }
    }

    private static Tool lenient(Tool tool) {
        return tool.strict() == null ? tool : new Tool(tool.name(), tool.description(), tool.parameters(), null);
    }

    private void clamp(String field, ChatRequest request, ChatRequest.Builder changed) {
        ModelLimits limits = info.limits();
        Double temperature = request.temperature();
        Integer output = request.maxOutputTokens();
        if (field.equals("temperature") && temperature != null && limits.maxTemperature() != null) {
            changed.temperature(Math.min(temperature, limits.maxTemperature()));
        } else if (field.equals("maxOutputTokens") && output != null && limits.maxOutputTokens() != null) {
            changed.maxOutputTokens(Math.min(output, limits.maxOutputTokens()));
        }
    }

    /** As many as the vendor takes are still sent, since it stops generating there; the answer is cut at all of them. */
    private List<String> emulateStop(ChatRequest request, ChatRequest.Builder changed) {
        Integer taken = info.limits().maxStopSequences();
        List<String> asked = request.stop();
        int sent = taken == null || !info.supports(Capability.STOP) ? 0 : Math.min(taken, asked.size());
        changed.stop(asked.subList(0, sent));
        return asked;
    }

    private LlmException refusal(List<Gap> fatal) {
        boolean adaptable = fatal.stream().noneMatch(gap -> gap.effect() == Effect.REFUSED);
        return ErrorDetails.builder(fatal.stream()
                        .map(gap -> gap.field() + ": " + gap.message())
                        .collect(Collectors.joining("; ", "nothing was sent, since the request does not fit: ", "")))
                .provider(info.provider())
                .model(info.model())
                .remedy(
                        adaptable
                                ? "Leave it out, choose another model, or allow adaptation"
                                : "Leave it out, or choose another model")
                .toException(ErrorKind.UNSUPPORTED_FEATURE);
    }
}
