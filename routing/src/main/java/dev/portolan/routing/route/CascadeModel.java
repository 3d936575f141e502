package dev.portolan.routing.route;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Gap;
import dev.portolan.chat.ModelInfo;
import dev.portolan.error.LlmException;
import dev.portolan.routing.complexity.Arm;
import dev.portolan.routing.complexity.TaskMeans;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Asks the cheap model first, and the next one when its answer will not do. Thread-safe.
 *
 * <p>What will do is told by {@link Acceptance}s, at least by those that cost nothing. The last model's answer is taken as it is. An answer
 * that another model gave than the first has the warning {@code escalated} with the reason, and the trail has all that were asked; its
 * usage is its own alone, so look at each target's for what was paid. Where no stronger model can take the request, the answer is the cheap
 * one's, with the warning {@code not-escalated}. Where a model fails, the next is asked as by a {@link
 * FallbackModel}. A stream cannot be taken back once it was seen: streams go to the last model, the strong one.
 */
public final class CascadeModel implements ChatModel {

    private final String name;
    private final FallbackPlan plan;
    private final List<Acceptance> checks;
    private final @Nullable TaskMeans means;
    private final RouteClock time;
    private final ModelInfo info;

    /**
     * A router.
     *
     * @param name the name it stands behind
     * @param targets from the cheapest to the strongest, at least two
     * @param checks what an answer has to pass, such as {@link Acceptance#FREE}
     * @param means learns which tasks the cheap model does well, or {@code null}
     */
    public CascadeModel(String name, List<Target> targets, List<Acceptance> checks, @Nullable TaskMeans means) {
        this(name, targets, checks, means, RouteClock.SYSTEM);
    }

    CascadeModel(
            String name, List<Target> targets, List<Acceptance> checks, @Nullable TaskMeans means, RouteClock time) {
        this.name = Objects.requireNonNull(name, "name");
        FallbackPlan.Builder building = FallbackPlan.builder();
        targets.forEach(building::target);
        this.plan = building.build();
        requireTwo(targets.size());
        this.checks = List.copyOf(checks);
        this.means = means;
        this.time = time;
        this.info = CommonInfo.of(CascadeRouter.ID, name, plan.targets());
    }

    static void requireTwo(int targets) {
        if (targets < 2) {
            throw new IllegalArgumentException("targets: name a cheap model and at least one stronger one");
        }
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context) {
        RoutedCall call = new RoutedCall(name, plan, time, request, context);
        @Nullable Arm arm = Arm.CHEAP;
        ChatResponse spare = null;
        while (true) {
            Target target = spare == null ? call.next() : call.nextOrNone();
            if (target == null) {
                return call.kept(Objects.requireNonNull(spare));
            }
            try {
                ChatResponse response = target.model().chat(request, call.context());
                String rejection = rejection(request, context, response);
                learn(context.taskKey(), arm, rejection == null);
                if (rejection == null || call.last()) {
                    return Objects.requireNonNull(call.succeeded(response, false));
                }
                call.rejected(response, rejection);
                spare = response;
                arm = arm == null ? null : Arm.STRONG;
            } catch (LlmException e) {
                // An outage says nothing of how a task is done.
                arm = null;
                spare = null;
                call.failed(e, false);
            }
        }
    }

    private @Nullable String rejection(ChatRequest request, CallContext context, ChatResponse response) {
        for (Acceptance check : checks) {
            String rejection = check.rejection(request, context, response);
            if (rejection != null) {
                return rejection;
            }
        }
        return null;
    }

    /** What the stronger models do is known only of requests that the first did not do: how often it helps to ask them. */
    private void learn(@Nullable String task, @Nullable Arm arm, boolean did) {
        if (means != null && task != null && arm != null) {
            means.record(task, arm, did ? 1 : 0);
        }
    }

    /** Goes to the last model. */
    @Override
    public ChatStream stream(ChatRequest request, CallContext context) {
        Target strong = plan.targets().get(plan.targets().size() - 1);
        return new FallbackStream(
                new RoutedCall(
                        name, plan, time, request, context, List.of(strong), true, "streams go to the strongest model"),
                request);
    }

    /** What all models have in common. */
    @Override
    public ModelInfo info() {
        return info;
    }

    /**
     * What the first model cannot honour that would not refuse the request.
     *
     * @param request what would be asked
     * @return its gaps; those of the first model when all would refuse
     */
    @Override
    public List<Gap> check(ChatRequest request) {
        return CommonInfo.gaps(plan.targets(), request);
    }

    @Override
    public String toString() {
        return "CascadeModel[" + name + ", " + plan + "]";
    }
}
