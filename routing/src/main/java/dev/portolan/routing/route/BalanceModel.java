package dev.portolan.routing.route;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Gap;
import dev.portolan.chat.ModelInfo;
import dev.portolan.error.LlmException;
import java.util.List;
import java.util.Objects;

/**
 * Spreads calls over targets that do the same, such as deployments of one model. Thread-safe.
 *
 * <ul>
 *   <li>Who is chosen tells a {@link BalancePolicy}: by weight, by the calls under way, or by latency and calls under way.
 *   <li>A conversation stays with the target that has its prompt in its cache, as long as that is likely; a change of target on a long
 *       history costs more than a better balanced load brings. It leaves a target that has just failed, whose breaker is open or that has too
 *       much to do; in the last case its cache stays where it is. Of prompts and keys only hashes are kept, the last 10,000.
 *   <li>A target that fails is chosen after the others for a second, twice as long with each failure in a row, up to 30 s; for as long as a
 *       rate limit or an open breaker says. Requests that are to blame themselves change nothing, as with a circuit breaker.
 *   <li>When a target fails the next is asked, as by a {@link FallbackModel}, within one deadline and one attempt budget.
 * </ul>
 */
public final class BalanceModel implements ChatModel {

    private final String name;
    private final FallbackPlan plan;
    private final BalancePolicy policy;
    private final BalanceChoice choice;
    private final RouteClock time;
    private final ModelInfo info;

    /**
     * A router.
     *
     * @param name the name it stands behind
     * @param plan the targets, and what happens when one fails; their order says nothing
     * @param policy who is chosen first
     */
    public BalanceModel(String name, FallbackPlan plan, BalancePolicy policy) {
        this(name, plan, policy, new BalanceFigures(), RouteClock.SYSTEM);
    }

    BalanceModel(String name, FallbackPlan plan, BalancePolicy policy, BalanceFigures figures, RouteClock time) {
        this.name = Objects.requireNonNull(name, "name");
        this.plan = plan.around(target -> new Target(
                target.name(), new MeteredModel(target.model(), figures.load(target.name()), time.nanoClock())));
        this.policy = Objects.requireNonNull(policy, "policy");
        this.time = time;
        this.choice = new BalanceChoice(this.plan, policy, figures, time);
        this.info = CommonInfo.of(BalanceRouter.ID, name, plan.targets());
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context) {
        RoutedCall call = call(request, context, false);
        while (true) {
            Target target = call.next();
            try {
                ChatResponse response = call.succeeded(target.model().chat(request, call.context()), true);
                if (response != null) {
                    return response;
                }
            } catch (LlmException e) {
                call.failed(e, false);
            }
        }
    }

    /** The target is chosen when the stream is asked for, and called on the first pull. */
    @Override
    public ChatStream stream(ChatRequest request, CallContext context) {
        return new FallbackStream(call(request, context, true), request);
    }

    private RoutedCall call(ChatRequest request, CallContext context, boolean streamed) {
        BalanceChoice.Order order = choice.order(request, context, streamed);
        RoutedCall call = new RoutedCall(name, plan, time, request, context, order.targets(), true, order.reason());
        call.whenAnswered(target -> choice.answered(order, target));
        return call;
    }

    /** What all targets have in common. */
    @Override
    public ModelInfo info() {
        return info;
    }

    /**
     * What the first target, as listed, cannot honour that would not refuse the request.
     *
     * @param request what would be asked
     * @return its gaps; those of the first target when all would refuse
     */
    @Override
    public List<Gap> check(ChatRequest request) {
        return CommonInfo.gaps(plan.targets(), request);
    }

    @Override
    public String toString() {
        return "BalanceModel[" + name + ", " + plan + ", " + policy + "]";
    }
}
