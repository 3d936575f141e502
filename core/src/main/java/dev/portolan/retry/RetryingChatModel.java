package dev.portolan.retry;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.LlmException;
import dev.portolan.spi.ForwardingChatModel;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/**
 * A model that sends again what failed for the moment. Thread-safe.
 *
 * <ul>
 *   <li>Retried is what {@link LlmException#retryable()} says can help, never anything else that is thrown.
 *   <li>{@link LlmException#retryAfter()} is waited for exactly; else the policy's backoff. No wait goes past the deadline:
 *       where it would, the call fails at once. Cancelling and interrupting end a wait at once; the interrupt flag stays set.
 *   <li>A stream is retried until its first visible event: text, reasoning, a refusal, a tool call, or something unnamed.
 *   <li>Each sending takes one of the context's {@link dev.portolan.chat.AttemptBudget}, which is made here when there is
 *       none, and carries the same idempotency key.
 *   <li>When there is no further attempt, the last error is thrown itself. It and every response carry the attempt trail.
 * </ul>
 */
public final class RetryingChatModel extends ForwardingChatModel {

    private final RetryPolicy policy;
    private final RetryBudget budget;
    private final RetryTimer timer;

    /**
     * Retries around a model, which must not retry itself.
     *
     * @param delegate the model that is called
     * @param policy when to retry and how patiently
     * @param budget how many retries there may be, best shared by all models of one provider
     */
    public RetryingChatModel(ChatModel delegate, RetryPolicy policy, RetryBudget budget) {
        this(delegate, policy, budget, RetryTimer.SYSTEM);
    }

    RetryingChatModel(ChatModel delegate, RetryPolicy policy, RetryBudget budget, RetryTimer timer) {
        super(delegate);
        this.policy = Objects.requireNonNull(policy, "policy");
        this.budget = Objects.requireNonNull(budget, "budget");
        this.timer = timer;
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context) {
        RetrySession call = session(context);
        while (true) {
            call.start();
            try {
                return call.succeeded(delegate().chat(request, call.context()));
            } catch (LlmException e) {
                call.awaitNext(e, new CountDownLatch(1));
            }
        }
    }

    /** The request is first sent on the first pull. */
    @Override
    public ChatStream stream(ChatRequest request, CallContext context) {
        RetrySession call = session(context);
        return new RetryingChatStream(() -> delegate().stream(request, call.context()), call);
    }

    private RetrySession session(CallContext context) {
        return new RetrySession(policy, budget, timer, delegate().info(), context);
    }
}
