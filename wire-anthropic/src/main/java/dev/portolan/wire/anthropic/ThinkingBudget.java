package dev.portolan.wire.anthropic;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Gap;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.ToolChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Effort of models that take a number of thinking tokens in place of a word, Claude before 4.6, and what does not go together
 * with it: sampling of one's own, a forced tool, an answer too short to think in, and a turn of tools that another model began.
 * The service refuses such requests wherever Claude is served.
 *
 * @see <a href="https://platform.claude.com/docs/en/build-with-claude/extended-thinking">Anthropic: extended thinking</a>
 */
public final class ThinkingBudget {

    /** The smallest budget that is taken. */
    private static final int LEAST = 1_024;

    /** The smallest topP that is taken beside thinking. */
    private static final double LEAST_TOP_P = 0.95;

    private ThinkingBudget() {}

    /**
     * The budget for an effort.
     *
     * @param effort how hard the model shall think; NONE counts as the least
     * @param maxTokens what the answer may have in all, or {@code null} when that is not limited
     * @return at least 1,024, and less than {@code maxTokens} where that allows it
     */
    public static int tokens(ReasoningEffort effort, @Nullable Integer maxTokens) {
        int wanted = switch (effort) {
            case NONE, MINIMAL -> LEAST;
            case LOW -> 4_096;
            case MEDIUM -> 8_192;
            case HIGH -> 16_384;
            case XHIGH -> 24_576;
            case MAX -> 32_000;
        };
        return maxTokens == null ? wanted : Math.max(LEAST, Math.min(wanted, maxTokens - 1));
    }

    /**
     * Whether reasoning carries what proves it to Claude on this wire.
     *
     * @param thought the reasoning
     * @return true when its state is of this wire
     */
    public static boolean signed(ReasoningPart thought) {
        return Origin.own(thought.vendorState()) != null;
    }

    /**
     * Adds what of a request cannot stand beside thinking.
     *
     * @param gaps what is known already
     * @param request what is asked of a model that thinks by a budget
     * @param own tells reasoning that the model signed
     * @return the gaps, the same list when nothing is to be added
     */
    public static List<Gap> addTo(List<Gap> gaps, ChatRequest request, Predicate<ReasoningPart> own) {
        ReasoningEffort effort = request.reasoningEffort();
        if (effort == null || effort == ReasoningEffort.NONE || isTold("reasoningEffort", gaps)) {
            return gaps;
        }
        List<Gap> all = new ArrayList<>(gaps);
        Integer maxTokens = request.maxOutputTokens();
        if (forcesTool(request)) {
            all.add(new Gap(
                    "reasoningEffort", Gap.Effect.LEFT_OUT, "the model does not think when it must call a tool"));
            return all;
        }
        if (OpenTurn.beganWithoutThoughts(request.messages(), own)) {
            all.add(
                    new Gap(
                            "reasoningEffort",
                            Gap.Effect.LEFT_OUT,
                            "the open turn of tools does not begin with signed reasoning of this model, so it cannot think now"));
            return all;
        }
        if (maxTokens != null && maxTokens <= LEAST) {
            all.add(new Gap(
                    "reasoningEffort",
                    Gap.Effect.LEFT_OUT,
                    "the model thinks with a maxOutputTokens above " + LEAST + " only"));
            return all;
        }
        sampling(request, all);
        return all;
    }

    /**
     * Adds what of sampling cannot stand beside thinking.
     *
     * @param request what is asked
     * @param all the gaps so far, added to
     */
    static void sampling(ChatRequest request, List<Gap> all) {
        Double temperature = request.temperature();
        if (temperature != null && temperature != 1) {
            leaveOut("temperature", "the model takes none but 1 when it thinks", all);
        }
        Double topP = request.topP();
        if (topP != null && topP < LEAST_TOP_P) {
            leaveOut("topP", "the model takes " + LEAST_TOP_P + " to 1 when it thinks", all);
        }
        if (request.topK() != null) {
            leaveOut("topK", "the model takes none when it thinks", all);
        }
    }

    /** Whether the model must call a tool, beside which it does not think. */
    static boolean forcesTool(ChatRequest request) {
        ToolChoice choice = request.toolChoice();
        return !request.tools().isEmpty()
                && choice != null
                && (choice.mode() == ToolChoice.Mode.REQUIRED || choice.mode() == ToolChoice.Mode.NAMED);
    }

    private static void leaveOut(String field, String message, List<Gap> gaps) {
        if (!isTold(field, gaps)) {
            gaps.add(new Gap(field, Gap.Effect.LEFT_OUT, message));
        }
    }

    private static boolean isTold(String field, List<Gap> gaps) {
        return gaps.stream().anyMatch(gap -> gap.field().equals(field));
    }
}
