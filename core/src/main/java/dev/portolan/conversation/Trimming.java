package dev.portolan.conversation;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.TokenCounter;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;

/**
 * Makes a conversation fit a number of tokens by leaving out what is oldest.
 *
 * <pre>{@code
 * TrimmedConversation fitting = Trimming.to(8_000).trim(talk);
 * ChatResponse answer = model.chat(fitting.conversation().toRequest());
 * }</pre>
 *
 * <p>What is left is a history that every vendor takes:
 *
 * <ul>
 *   <li>System messages and {@linkplain Conversation#pin pinned} messages stay.
 *   <li>Whole exchanges go, oldest first: what the user said with all that followed up to the next words of the user. So what
 *       is kept begins with the user, and no tool call parts from its results.
 *   <li>The last exchange stays. When it alone is too large, its oldest rounds go (an answer with the results of its calls),
 *       but never the user's words and never the last round.
 *   <li>A pinned answer or result keeps its round and the words of the user that led to it.
 * </ul>
 *
 * <p>What was left out is told. Immutable, safe to share.
 */
public final class Trimming {

    private final long budget;
    private final TokenEstimate estimate;

    private Trimming(long budget, TokenEstimate estimate) {
        this.budget = budget;
        this.estimate = estimate;
    }

    /**
     * Trims to a number of tokens, guessed by {@link TokenEstimate#CHARACTERS}.
     *
     * @param budget the most tokens that may be left, at least 1: the model's context less the answer, the tools and a reserve
     *     for the guess
     * @return a trimming
     */
    public static Trimming to(long budget) {
        if (budget < 1) {
            throw new IllegalArgumentException("budget: must be at least 1");
        }
        return new Trimming(budget, TokenEstimate.CHARACTERS);
    }

    /**
     * With another estimate.
     *
     * @param value guesses the tokens of a message
     * @return a trimming
     */
    public Trimming estimatedBy(TokenEstimate value) {
        return new Trimming(budget, Objects.requireNonNull(value, "value"));
    }

    /**
     * Trims by the estimate.
     *
     * @param conversation what is too long
     * @return what fits, and what was left out
     */
    public TrimmedConversation trim(Conversation conversation) {
        return trim(conversation, true, kept -> {
            long tokens = 0;
            for (ConversationEntry entry : kept.entries()) {
                tokens += estimate.tokens(entry.message());
            }
            return tokens;
        });
    }

    /**
     * Trims by the vendor's own count, tools and schemas included. The counter is asked a few times: once when all fits,
     * otherwise about as often as the number of exchanges can be halved.
     *
     * @param conversation what is too long
     * @param settings the request that the conversation is sent with; its messages are replaced
     * @param counter counts, see {@link dev.portolan.chat.ChatModel#tokenCounter()}
     * @param context what belongs to the counting calls
     * @return what fits, and what was left out
     */
    public TrimmedConversation trim(
            Conversation conversation, ChatRequest settings, TokenCounter counter, CallContext context) {
        return trim(conversation, false, kept -> counter.count(kept.toRequest(settings.toBuilder()), context));
    }

    private TrimmedConversation trim(Conversation conversation, boolean estimated, ToLongFunction<Conversation> count) {
        if (conversation.entries().isEmpty()) {
            return new TrimmedConversation(conversation, List.of(), 0, estimated, true);
        }
        TrimPlan plan = TrimPlan.of(conversation.entries());
        long all = count.applyAsLong(conversation);
        if (all <= budget || plan.steps() == 0) {
            return new TrimmedConversation(conversation, List.of(), all, estimated, all <= budget);
        }
        int tooFew = 0;
        int enough = plan.steps();
        long tokens = count.applyAsLong(conversation.withEntries(plan.kept(enough)));
        while (enough - tooFew > 1 && tokens <= budget) {
            int middle = (tooFew + enough) >>> 1;
            long middleTokens = count.applyAsLong(conversation.withEntries(plan.kept(middle)));
            if (middleTokens <= budget) {
                enough = middle;
                tokens = middleTokens;
            } else {
                tooFew = middle;
            }
        }
        Conversation kept = conversation.withEntries(plan.kept(enough));
        return new TrimmedConversation(kept, plan.dropped(enough), tokens, estimated, tokens <= budget);
    }
}
