package dev.portolan.routing.budget;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.LlmException;
import dev.portolan.spi.ForwardingChatModel;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A model whose calls are counted against budgets. Thread-safe.
 *
 * <ul>
 *   <li>Before a call, what it may cost at most is reserved: its estimated input with a margin, and its {@code maxOutputTokens}, or what is
 *       known to be the most that the model gives. Around a router, the dearest of those who may answer counts.
 *   <li>A call for which there is no room ends with {@code budget-exceeded} and is not made. Of several budgets all have room, or nothing
 *       is reserved of any.
 *   <li>After it, what was really used is counted in place of the reservation: the tokens and the price of who answered, and the attempts
 *       before it that the vendor may bill. What the vendor does not tell is counted as it was reserved.
 *   <li>A call that the vendor refused or that was never sent costs nothing. A stream counts when it ends; one that its reader leaves by
 *       what had come until then.
 * </ul>
 */
public final class BudgetedChatModel extends ForwardingChatModel {

    private final String name;
    private final List<Budget> budgets;
    private final BudgetPolicy policy;
    private final Budgets ledger;

    /**
     * Budgets around a model.
     *
     * @param delegate the model that is called
     * @param name the name it stands behind
     * @param budgets which may cover its calls
     * @param policy how they are counted
     * @param ledger where they are counted
     */
    public BudgetedChatModel(
            ChatModel delegate, String name, List<Budget> budgets, BudgetPolicy policy, Budgets ledger) {
        super(delegate);
        this.name = Objects.requireNonNull(name, "name");
        this.budgets = List.copyOf(budgets);
        this.policy = Objects.requireNonNull(policy, "policy");
        this.ledger = Objects.requireNonNull(ledger, "ledger");
    }

    /** Reserves; {@code null} when no budget covers the call. */
    @Nullable
    Hold reserve(ChatRequest request, CallContext context) {
        return ledger.reserve(budgets, policy, name, info(), request, context);
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context) {
        Hold hold = reserve(request, context);
        if (hold == null) {
            return delegate().chat(request, context);
        }
        try {
            ChatResponse response = delegate().chat(request, context);
            hold.answered(response);
            return response;
        } catch (LlmException e) {
            hold.failed(e);
            throw e;
        } finally {
            // Counts for nothing where something was settled above.
            hold.brokeOff();
        }
    }

    /** The reservation is made on the first pull, when the request is sent. */
    @Override
    public ChatStream stream(ChatRequest request, CallContext context) {
        return new BudgetedChatStream(() -> delegate().stream(request, context), () -> reserve(request, context));
    }
}
