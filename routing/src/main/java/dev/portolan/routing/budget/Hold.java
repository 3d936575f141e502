package dev.portolan.routing.budget;

import dev.portolan.chat.Attempt;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Usage;
import dev.portolan.error.LlmException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToLongFunction;

/** What one call has reserved of its budgets. Given back once, whoever comes first. */
final class Hold {

    private final Budgets ledger;
    private final BudgetPolicy policy;
    private final List<Part> parts;
    private final AtomicBoolean settled = new AtomicBoolean();

    /**
     * A reservation of one budget.
     *
     * @param budget which
     * @param account whose
     * @param cost what the call costs in its unit
     * @param until when the reservation is over, in seconds of the epoch
     */
    record Part(Budget budget, Account account, CallCost cost, long until) {}

    Hold(Budgets ledger, BudgetPolicy policy, List<Part> parts) {
        this.ledger = ledger;
        this.policy = policy;
        this.parts = parts;
    }

    void answered(ChatResponse response) {
        settle(cost -> cost.of(response));
    }

    /** The reader left, or the stream broke after it had begun. */
    void ended(Usage told, long outputSeen) {
        settle(cost -> cost.ofPart(told, outputSeen));
    }

    /** Nothing of an answer was seen. */
    void failed(LlmException error) {
        settle(cost -> of(error, cost));
    }

    /** Something of a stream was seen before it failed. */
    void broke(LlmException error, Usage told, long outputSeen) {
        ChatResponse partial = error.partialResponse();
        Usage known = partial == null || !told.equals(Usage.UNKNOWN) ? told : partial.usage();
        List<Attempt> trail = error.attempts();
        List<Attempt> earlier = trail.isEmpty() ? trail : trail.subList(0, trail.size() - 1);
        settle(cost -> Units.plus(cost.ofPart(known, outputSeen), cost.ofOthers(earlier)));
    }

    /** What nobody foresaw came out of the model: whether it was sent is not known. */
    void brokeOff() {
        settle(CallCost::unknownOutcome);
    }

    /** The call is not made. */
    void release() {
        settle(cost -> 0);
    }

    private static long of(LlmException error, CallCost cost) {
        if (!error.attempts().isEmpty()) {
            return cost.ofOthers(error.attempts());
        }
        boolean mayBeBilled =
                error.outcomeUnknown() || CallCost.mayBeBilled(error.kind().id());
        return mayBeBilled ? cost.unknownOutcome() : 0;
    }

    private void settle(ToLongFunction<CallCost> used) {
        if (!settled.compareAndSet(false, true)) {
            return;
        }
        for (Part part : parts) {
            ledger.settle(part, used.applyAsLong(part.cost()), policy);
        }
    }
}
