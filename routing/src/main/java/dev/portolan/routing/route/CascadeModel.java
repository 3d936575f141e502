package dev.portolan.routing.route;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Gap;
import dev.portolan.chat.ModelInfo;
import dev.portolan.error.LlmException;
import dev.portolan.routing.complexity.TaskMeans;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Asks the cheap model first, and the next one when its answer will not do. Thread-safe.
 *
 * <p>What will do is told by {@link Acceptance}s, at least by those that cost nothing. The last model's answer is taken as it is. An answer
 * that another model gave than the first has the warning {@code escalated} with the reason, and the trail has all that were asked; its
 * usage is its own alone, so look at each target's for what was paid. Where no stronger model can take the request, or no attempt or time is left
 * for it, the answer is the cheap one's, with the warning {@code not-escalated}. Where a model fails, the next is asked as by a {@link
 * FallbackModel}. A stream cannot be taken back once it was seen: streams go to the last model, the strong one, or are held back until they are checked
 * ({@link #bufferingStreams()}).
 */
public final class CascadeModel implements ChatModel {

    private final String name;
    private final FallbackPlan plan;
    private final List<Acceptance> checks;
    private final @Nullable TaskMeans means;
    private final RouteClock time;
    private final ModelInfo info;
    private final boolean buffering;

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
        this.buffering = false;
    }

    private CascadeModel(CascadeModel same, boolean buffering) {
        this.name = same.name;
        this.plan = same.plan;
        this.checks = same.checks;
        this.means = same.means;
        this.time = same.time;
        this.info = same.info;
        this.buffering = buffering;
    }

    /**
     * The same router, whose streams ask the cheap model first too. Its events are held back until the answer is whole and checked, then they
     * are given at once, or the next model is asked; the last one's come as they do. Whoever reads sees the first word late, and in exchange
     * pays what a call pays.
     *
     * @return a router that learns by the same means
     */
    public CascadeModel bufferingStreams() {
        return new CascadeModel(this, true);
    }

    static void requireTwo(int targets) {
        if (targets < 2) {
            throw new IllegalArgumentException("targets: name a cheap model and at least one stronger one");
        }
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context) {
        CascadeCall call = call(request, context);
        while (true) {
            Target target = call.next();
            if (target == null) {
                return call.kept();
            }
            ChatResponse response;
            try {
                response = target.model().chat(request, call.context());
            } catch (LlmException e) {
                call.failed(e, false);
                continue;
            }
            ChatResponse taken = call.answered(response);
            if (taken != null) {
                return taken;
            }
        }
    }

    private CascadeCall call(ChatRequest request, CallContext context) {
        return new CascadeCall(
                new RoutedCall(name, plan, time, request, context), request, context, time, checks, means);
    }

    /** Goes to the last model, or to the first when streams are buffered. Nobody is asked before the first pull. */
    @Override
    public ChatStream stream(ChatRequest request, CallContext context) {
        if (buffering) {
            return new CascadeStream(call(request, context), request);
        }
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
