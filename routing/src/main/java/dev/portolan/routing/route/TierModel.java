package dev.portolan.routing.route;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Gap;
import dev.portolan.chat.ModelInfo;
import dev.portolan.error.LlmException;
import dev.portolan.routing.catalog.Tier;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Sends each request to the model of its tier. Thread-safe.
 *
 * <p>A tier that has no model is the next one up that has, else the next one down. A target that cannot take the request (tools, media,
 * size) is passed over for the tiers above it, then those below. When the chosen model fails, that is the end, unless the router was
 * made to go on: to go on to another model of the same tier, put a {@link FallbackModel} behind the tier. The trail of every answer says
 * which tier was chosen and why, where no retry inside has told of the attempt itself.
 */
public final class TierModel implements ChatModel {

    private static final List<Tier> TIERS = List.of(Tier.values());

    private final String name;
    private final Map<Tier, Target> targets;
    private final TierChoice choice;
    private final boolean goesOn;
    private final FallbackPlan plan;
    private final RouteClock time;
    private final ModelInfo info;

    /**
     * A router.
     *
     * @param name the name it stands behind
     * @param targets the models of tiers, at least one; copied
     * @param choice says which tier a request is for
     * @param goesOn whether the tiers above, then those below, are asked when the chosen one fails
     */
    public TierModel(String name, Map<Tier, Target> targets, TierChoice choice, boolean goesOn) {
        this(name, targets, choice, goesOn, RouteClock.SYSTEM);
    }

    TierModel(String name, Map<Tier, Target> targets, TierChoice choice, boolean goesOn, RouteClock time) {
        this.name = Objects.requireNonNull(name, "name");
        if (targets.isEmpty()) {
            throw new IllegalArgumentException(
                    "tiers: name the model of at least one of mini, standard, reasoning, frontier");
        }
        this.targets = new EnumMap<>(targets);
        this.choice = Objects.requireNonNull(choice, "choice");
        this.goesOn = goesOn;
        this.time = time;
        List<Target> each = new ArrayList<>();
        for (Target target : this.targets.values()) {
            if (each.stream().noneMatch(one -> one.name().equals(target.name()))) {
                each.add(target);
            }
        }
        FallbackPlan.Builder building = FallbackPlan.builder();
        each.forEach(building::target);
        this.plan = building.build();
        this.info = CommonInfo.of(TierRouter.ID, name, each);
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context) {
        RoutedCall call = call(request, context);
        while (true) {
            Target target = call.next();
            try {
                return Objects.requireNonNull(call.succeeded(target.model().chat(request, call.context()), false));
            } catch (LlmException e) {
                call.failed(e, false);
            }
        }
    }

    /** The tier is chosen when the stream is asked for; its model is called on the first pull. */
    @Override
    public ChatStream stream(ChatRequest request, CallContext context) {
        return new FallbackStream(call(request, context), request);
    }

    private RoutedCall call(ChatRequest request, CallContext context) {
        TierChoice.Chosen chosen = choice.choose(request, context);
        return new RoutedCall(name, plan, time, request, context, order(chosen.tier()), goesOn, chosen.reason());
    }

    /** The tier itself, those above it from the nearest on, those below it from the nearest on. */
    private List<Target> order(Tier first) {
        List<Target> order = new ArrayList<>(targets.size());
        int place = TIERS.indexOf(first);
        for (int i = place; i < TIERS.size(); i++) {
            add(order, TIERS.get(i));
        }
        for (int i = place - 1; i >= 0; i--) {
            add(order, TIERS.get(i));
        }
        return order;
    }

    private void add(List<Target> order, Tier tier) {
        Target target = targets.get(tier);
        if (target != null) {
            order.add(target);
        }
    }

    /** What the models of all tiers have in common. */
    @Override
    public ModelInfo info() {
        return info;
    }

    /**
     * What the first model, from the cheapest tier up, cannot honour that would not refuse the request.
     *
     * @param request what would be asked
     * @return its gaps; those of the cheapest tier's model when all would refuse
     */
    @Override
    public List<Gap> check(ChatRequest request) {
        return CommonInfo.gaps(plan.targets(), request);
    }

    @Override
    public String toString() {
        return "TierModel[" + name + ", " + targets.keySet() + "]";
    }
}
