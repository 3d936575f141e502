package dev.portolan.vertex;

import com.google.cloud.aiplatform.v1.GenerationConfig;
import com.google.cloud.aiplatform.v1.GenerationConfig.ThinkingConfig;
import com.google.cloud.aiplatform.v1.GenerationConfig.ThinkingConfig.ThinkingLevel;
import dev.portolan.chat.ReasoningEffort;
import org.jspecify.annotations.Nullable;

/**
 * How much a model shall think, and whether it shows it: by a level since Gemini 3, by a number of tokens before.
 *
 * @see <a href="https://cloud.google.com/vertex-ai/generative-ai/docs/thinking">Google: thinking</a>
 */
final class Thinking {

    private static final int MOST = 24_576;

    private Thinking() {}

    static void write(
            GenerationConfig.Builder config,
            Family family,
            @Nullable ReasoningEffort effort,
            @Nullable Boolean include) {
        String way = family.get(Family.THINKING);
        if (way == null) {
            return;
        }
        ThinkingConfig.Builder thinking = config.getThinkingConfigBuilder();
        if (effort != ReasoningEffort.NONE) {
            thinking.setIncludeThoughts(!Boolean.FALSE.equals(include));
        }
        if (effort != null) {
            if (way.equals("level")) {
                thinking.setThinkingLevel(level(effort));
            } else {
                thinking.setThinkingBudget(tokens(effort, family));
            }
        }
    }

    private static ThinkingLevel level(ReasoningEffort effort) {
        return switch (effort) {
            case NONE, MINIMAL -> ThinkingLevel.MINIMAL;
            case LOW -> ThinkingLevel.LOW;
            case MEDIUM -> ThinkingLevel.MEDIUM;
            case HIGH, XHIGH, MAX -> ThinkingLevel.HIGH;
        };
    }

    /** What Google's own OpenAI-compatible endpoint makes of the words, within the model's limits. */
    private static int tokens(ReasoningEffort effort, Family family) {
        int most = family.number(Family.MOST_THINKING, MOST);
        int wanted = switch (effort) {
            case NONE -> 0;
            case MINIMAL, LOW -> 1_024;
            case MEDIUM -> 8_192;
            case HIGH -> MOST;
            case XHIGH, MAX -> most;
        };
        return effort == ReasoningEffort.NONE
                ? 0
                : Math.max(family.number(Family.LEAST_THINKING, 1), Math.min(wanted, most));
    }
}
