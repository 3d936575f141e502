package dev.portolan.simulator.internal;

import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a simulator sends: a reply that was made to fit its request.
 *
 * @param text the text, or {@code null} for none
 * @param refusal the refusal, or {@code null} for none
 * @param toolCalls the calls, each with an id
 * @param reasoning the thoughts, or {@code null} when there are none to show
 * @param reasoningTokens how many tokens were thought, shown or not
 * @param outputTokens all tokens, thoughts included
 * @param finish why it ended
 * @param usage what the reply wants reported in place of counts, or {@code null}
 */
public record Answer(
        @Nullable String text,
        @Nullable String refusal,
        List<ToolCall> toolCalls,
        @Nullable String reasoning,
        int reasoningTokens,
        int outputTokens,
        FinishReason.Kind finish,
        @Nullable Usage usage) {

    /**
     * Checks the components.
     *
     * @param text as above
     * @param refusal as above
     * @param toolCalls as above
     * @param reasoning as above
     * @param reasoningTokens as above
     * @param outputTokens as above
     * @param finish as above
     * @param usage as above
     */
    public Answer {
        toolCalls = List.copyOf(toolCalls);
    }

    /**
     * Something that stands in the answer as it is.
     *
     * @return the text, the refusal, or the name of a tool that is called; empty when there is nothing
     */
    public String anyText() {
        if (text != null) {
            return text;
        }
        if (refusal != null) {
            return refusal;
        }
        return toolCalls.isEmpty() ? "" : toolCalls.get(0).name();
    }
}
