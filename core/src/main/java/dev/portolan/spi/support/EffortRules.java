package dev.portolan.spi.support;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Gap;
import dev.portolan.chat.ReasoningEffort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a reasoning model says about effort: which levels it has, and whether it takes sampling settings when it does not
 * reason.
 *
 * @see <a href="https://platform.openai.com/docs/guides/latest-model">OpenAI: parameter compatibility</a>
 */
public final class EffortRules {

    /** The quirk that lists the levels a model has, separated by commas. Without it any level is sent. */
    public static final String EFFORTS = "efforts";

    /** The quirk whose value {@code without-reasoning} says that temperature and top-p are taken with effort none only. */
    public static final String SAMPLING = "sampling";

    private static final List<ReasoningEffort> SCALE = List.of(ReasoningEffort.values());

    private final List<ReasoningEffort> levels;
    private final boolean samplesWithoutReasoningOnly;

    /**
     * The rules of a model.
     *
     * @param quirks the facts about its dialect
     */
    public EffortRules(Map<String, String> quirks) {
        String listed = quirks.get(EFFORTS);
        this.levels = listed == null
                ? List.of()
                : Arrays.stream(listed.split(",", -1))
                        .map(level -> ReasoningEffort.valueOf(level.strip().toUpperCase(Locale.ROOT)))
                        .toList();
        this.samplesWithoutReasoningOnly = "without-reasoning".equals(quirks.get(SAMPLING));
    }

    /**
     * Adds what the model cannot honour.
     *
     * @param gaps what is known already
     * @param request what is asked
     * @return the gaps, the same list when nothing is to be added
     */
    public List<Gap> addTo(List<Gap> gaps, ChatRequest request) {
        ReasoningEffort asked = request.reasoningEffort();
        ReasoningEffort sent = nearest(asked);
        boolean noSampling = samplesWithoutReasoningOnly && sent != null && sent != ReasoningEffort.NONE;
        if (sent == asked && !noSampling) {
            return gaps;
        }
        List<Gap> all = new ArrayList<>(gaps);
        if (sent != asked) {
            all.add(new Gap(
                    "reasoningEffort", Gap.Effect.CLAMPED, "the model has no " + asked + "; " + sent + " is sent"));
        }
        if (noSampling) {
            leaveOut("temperature", request.temperature(), all);
            leaveOut("topP", request.topP(), all);
        }
        return all;
    }

    private static void leaveOut(String field, @Nullable Object value, List<Gap> gaps) {
        if (value != null && gaps.stream().noneMatch(gap -> gap.field().equals(field))) {
            gaps.add(new Gap(field, Gap.Effect.LEFT_OUT, "the model takes it only with reasoning effort none"));
        }
    }

    /**
     * Takes the nearest level that the model has.
     *
     * @param request what is asked
     * @return the request to send, the same one when nothing has to change
     */
    public ChatRequest applyTo(ChatRequest request) {
        ReasoningEffort sent = nearest(request.reasoningEffort());
        return sent == request.reasoningEffort()
                ? request
                : request.toBuilder().reasoningEffort(sent).build();
    }

    private @Nullable ReasoningEffort nearest(@Nullable ReasoningEffort asked) {
        if (asked == null || levels.isEmpty() || levels.contains(asked)) {
            return asked;
        }
        return levels.stream()
                .min(Comparator.comparingInt(level -> Math.abs(SCALE.indexOf(level) - SCALE.indexOf(asked))))
                .orElse(asked);
    }
}
