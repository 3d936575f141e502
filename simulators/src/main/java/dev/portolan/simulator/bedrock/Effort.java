package dev.portolan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.ReasoningEffort;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How hard a model is told to think. Newer models take a word, Claude before 4.6 a budget of tokens, for which no document has a
 * word: budgets up to 2,048 count as minimal, up to 6,144 as low, up to 12,288 as medium, up to 20,480 as high. See
 * https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-extended-thinking.html.
 */
final class Effort {

    private Effort() {}

    /**
     * Reads what Converse has a name for, and what only some models know.
     *
     * @return the effort, or {@code null} when nothing is said
     */
    static @Nullable ReasoningEffort read(JsonNode outputConfig, JsonNode ownFields) {
        ReasoningEffort said = word(outputConfig.path("effort").asText());
        if (said == null) {
            said = word(ownFields.path("reasoning_effort").asText());
        }
        if (said == null) {
            said = ofNova(ownFields.path("reasoningConfig"));
        }
        if (said == null) {
            said = ofClaude(
                    ownFields.has("thinking") ? ownFields.path("thinking") : ownFields.path("reasoning_config"));
        }
        return said;
    }

    private static @Nullable ReasoningEffort ofNova(JsonNode config) {
        return config.path("type").asText().equals("disabled")
                ? ReasoningEffort.NONE
                : word(config.path("maxReasoningEffort").asText());
    }

    private static @Nullable ReasoningEffort ofClaude(JsonNode thinking) {
        return switch (thinking.path("type").asText()) {
            case "disabled" -> ReasoningEffort.NONE;
            case "enabled" -> ofBudget(thinking.path("budget_tokens").asLong());
            default -> null;
        };
    }

    private static ReasoningEffort ofBudget(long tokens) {
        if (tokens <= 2_048) {
            return ReasoningEffort.MINIMAL;
        }
        if (tokens <= 6_144) {
            return ReasoningEffort.LOW;
        }
        if (tokens <= 12_288) {
            return ReasoningEffort.MEDIUM;
        }
        if (tokens <= 20_480) {
            return ReasoningEffort.HIGH;
        }
        return tokens <= 28_672 ? ReasoningEffort.XHIGH : ReasoningEffort.MAX;
    }

    private static @Nullable ReasoningEffort word(String name) {
        for (ReasoningEffort effort : ReasoningEffort.values()) {
            if (effort.name().toLowerCase(Locale.ROOT).equals(name)) {
                return effort;
            }
        }
        return null;
    }
}
