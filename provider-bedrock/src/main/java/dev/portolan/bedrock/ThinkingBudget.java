package dev.portolan.bedrock;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Gap;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.ToolChoice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Effort of models that take a number of thinking tokens in place of a word, Claude before 4.6, and what does not go together
 * with it: sampling of one's own, a forced tool, an answer too short to think in, and a turn of tools that another model began.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-extended-thinking.html">AWS: extended
 *     thinking</a>
 */
final class ThinkingBudget {

    /** The smallest budget that is taken. */
    private static final int LEAST = 1_024;

    /** The smallest topP that is taken beside thinking. */
    private static final double LEAST_TOP_P = 0.95;

    private ThinkingBudget() {}

    /** At least {@link #LEAST}, and less than the answer may have in all. */
    static int tokens(ReasoningEffort effort, @Nullable Integer maxTokens) {
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

    /** The gaps, and what of the request cannot stand beside thinking; the same list when nothing is to be added. */
    static List<Gap> addTo(List<Gap> gaps, ChatRequest request, String family) {
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
        if (OpenTurn.beganWithoutThoughts(request.messages(), family)) {
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
        return all;
    }

    private static boolean forcesTool(ChatRequest request) {
        ToolChoice choice = request.toolChoice();
        return ToolMapper.offered(request)
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
