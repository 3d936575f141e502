package dev.portolan.wire.anthropic;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.Message;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.UserMessage;
import java.util.List;
import java.util.function.Predicate;

/**
 * The turn of tools that a history ends with: the model called tools and has not answered yet. Claude that thinks within a budget
 * wants its own signed thoughts at the start of such a turn, and refuses the request without them; when it does not think it
 * refuses thoughts there. Turns that are over, and models that think adaptively, have no such rule (T22).
 *
 * @see <a href="https://platform.claude.com/docs/en/build-with-claude/extended-thinking">Anthropic: extended thinking,
 *     preserving thinking blocks</a>
 */
public final class OpenTurn {

    private OpenTurn() {}

    /**
     * Where it begins.
     *
     * @param messages the history
     * @return the index of its first answer, or -1 when the last answer called no tools
     */
    public static int start(List<Message> messages) {
        int start = -1;
        for (int i = messages.size() - 1; i >= 0; i--) {
            Message message = messages.get(i);
            if (message instanceof AssistantMessage answer) {
                if (start < 0 && answer.toolCalls().isEmpty()) {
                    return -1;
                }
                start = i;
            } else if (message instanceof UserMessage && start >= 0) {
                return start;
            }
        }
        return start;
    }

    /**
     * Whether there is such a turn, and it does not begin with signed reasoning.
     *
     * @param messages the history
     * @param own tells reasoning that the model signed
     * @return true when the model cannot think in this turn
     */
    static boolean beganWithoutThoughts(List<Message> messages, Predicate<ReasoningPart> own) {
        int start = start(messages);
        if (start < 0) {
            return false;
        }
        for (Part part : messages.get(start).parts()) {
            if (part instanceof ReasoningPart thought) {
                return !own.test(thought);
            } else if (!(part instanceof TextPart text) || !text.text().isBlank()) {
                return true;
            }
        }
        return true;
    }
}
