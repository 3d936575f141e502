package dev.portolan.conversation;

import java.util.List;
import java.util.Objects;

/**
 * What {@link Trimming} left of a conversation, and what it left out.
 *
 * @param conversation what is left; the same conversation when nothing had to go
 * @param dropped what was left out, oldest first
 * @param tokens how many tokens are left, by the estimate or the count that was used
 * @param estimated whether {@code tokens} is a guess
 * @param fits whether they are within the budget; false when what must be kept is larger
 */
public record TrimmedConversation(
        Conversation conversation, List<ConversationEntry> dropped, long tokens, boolean estimated, boolean fits) {

    /**
     * Checks the components.
     *
     * @param conversation as above
     * @param dropped as above
     * @param tokens as above
     * @param estimated as above
     * @param fits as above
     */
    public TrimmedConversation {
        Objects.requireNonNull(conversation, "conversation");
        dropped = List.copyOf(dropped);
    }

    @Override
    public String toString() {
        return "TrimmedConversation[" + conversation + ", " + dropped.size() + " dropped, " + tokens
                + (estimated ? " tokens by estimate" : " tokens") + (fits ? "" : ", too many") + "]";
    }
}
