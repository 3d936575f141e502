package dev.portolan.routing.route;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Gap;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Usage;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Asks the first target, and a second one beside it when it takes longer than it mostly does. Thread-safe.
 *
 * <ul>
 *   <li>The first good answer wins, and the other attempt is cancelled on the wire. Of a stream the first visible event counts; after it
 *       there is one stream.
 *   <li>How long the first has is told by a {@link HedgePolicy}, from its own answers of the last five minutes. An attempt that was
 *       stopped counts as one that took longer. Only answers count, so failures and bad requests change nothing.
 *   <li>Not more than a share of the calls asks twice: a vendor that is slow for everybody does not get twice the traffic.
 *   <li>What the loser cost is told: by an attempt on the trail, and by the warning {@code hedged}. It is known only when both had
 *       answered; else it is unknown what the vendor charges for an attempt that was stopped. The answer's usage is the winner's alone.
 *   <li>Failures go on as in a {@link FallbackModel}, within one deadline and one attempt budget. What ends a fallback, such as a bad
 *       request, ends both attempts.
 *   <li>With one target alone the second attempt goes to the same, and only for its slowness: a failure is the end.
 * </ul>
 *
 * <p>The first attempt runs on the caller's thread, where it must end when its {@link dev.portolan.chat.Cancellation} is cancelled, as
 * every provider's does. A second one runs on a thread of the executor until it has answered; the reader's thread then reads on. By default
 * these are virtual threads, or before Java 21 at most 64 daemon threads, and no second attempt is made while all are busy.
 */
public final class HedgeModel implements ChatModel {

    static final String WARNING = "hedged";

    /** The name of the only target when it is asked for the second time; cannot be a model's. */
    static final String AGAIN = "again, the same";

    private final String name;
    private final FallbackPlan plan;
    private final List<Target> order;
    private final HedgePolicy policy;
    private final HedgeFigures figures;
    private final Executor executor;
    private final Alarm alarm;
    private final RouteClock time;
    private final ModelInfo info;

    /**
     * A router with threads of its own.
     *
     * @param name the name it stands behind
     * @param plan who is asked after whom
     * @param policy when a second one is asked beside the first
     */
    public HedgeModel(String name, FallbackPlan plan, HedgePolicy policy) {
        this(name, plan, policy, HedgeThreads.shared());
    }

    /**
     * A router.
     *
     * @param name the name it stands behind
     * @param plan who is asked after whom
     * @param policy when a second one is asked beside the first
     * @param executor where second attempts run; one that refuses or delays them makes fewer of them, never a call that fails
     */
    public HedgeModel(String name, FallbackPlan plan, HedgePolicy policy, Executor executor) {
        this(name, plan, policy, executor, new HedgeFigures(), Alarm.SYSTEM, RouteClock.SYSTEM);
    }

    HedgeModel(
            String name,
            FallbackPlan plan,
            HedgePolicy policy,
            Executor executor,
            HedgeFigures figures,
            Alarm alarm,
            RouteClock time) {
        this.name = Objects.requireNonNull(name, "name");
        this.plan = Objects.requireNonNull(plan, "plan");
        this.policy = Objects.requireNonNull(policy, "policy");
        this.executor = Objects.requireNonNull(executor, "executor");
        this.figures = figures;
        this.alarm = alarm;
        this.time = time;
        if (!plan.weights().isEmpty()) {
            throw new IllegalArgumentException("weights: are for a fallback, not for a hedge");
        }
        List<Target> targets = plan.targets();
        this.order = targets.size() > 1
                ? targets
                : List.of(targets.get(0), new Target(AGAIN, targets.get(0).model()));
        this.info = CommonInfo.of(HedgeRouter.ID, name, targets);
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context) {
        RoutedCall call = call(request, context);
        HedgeRace<ChatResponse> race = new HedgeRace<>(this, call, new WholeAnswer(request));
        while (true) {
            HedgeLeg<ChatResponse> won = race.run();
            won.release();
            ChatResponse response = call.succeeded(won.turn, Objects.requireNonNull(won.value), true);
            if (response != null) {
                return response;
            }
        }
    }

    private record WholeAnswer(ChatRequest request) implements HedgeRace.Question<ChatResponse> {

        @Override
        public ChatResponse ask(Target target, CallContext context) {
            return target.model().chat(request, context);
        }

        @Override
        public @Nullable String giveUp(ChatResponse answer) {
            Usage usage = answer.usage();
            return usage.inputTokens() == null || usage.outputTokens() == null
                    ? null
                    : usage.inputTokens() + " input and " + usage.outputTokens() + " output tokens";
        }

        @Override
        public boolean streamed() {
            return false;
        }
    }

    /** The first target is called on the first pull. */
    @Override
    public ChatStream stream(ChatRequest request, CallContext context) {
        return new HedgeStream(this, call(request, context), request);
    }

    private RoutedCall call(ChatRequest request, CallContext context) {
        return new RoutedCall(name, plan, time, request, context, order, true, null);
    }

    HedgePolicy policy() {
        return policy;
    }

    HedgeFigures figures() {
        return figures;
    }

    Alarm alarm() {
        return alarm;
    }

    Executor executor() {
        return executor;
    }

    long now() {
        return time.nanoClock().getAsLong();
    }

    /** What all targets have in common. */
    @Override
    public ModelInfo info() {
        return info;
    }

    /**
     * What the target that would be asked first cannot honour.
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
        return "HedgeModel[" + name + ", " + plan + ", " + policy + "]";
    }
}
