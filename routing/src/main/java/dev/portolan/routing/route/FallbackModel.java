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
 * Asks one model after another until one answers. Thread-safe.
 *
 * <ul>
 *   <li>The next is asked only when it can help: after an error that is {@link LlmException#failoverWorthy()}. A bad request, a used-up
 *       budget, a cancelled call end at once. A prompt that a content filter stopped goes nowhere else unless the plan names where.
 *   <li>Before each call the target passes the plan's gates; {@code adapt} and its warnings are the target's own.
 *   <li>One deadline and one attempt budget span all targets and their retries. Each target's retries leave one attempt for every target
 *       after it.
 *   <li>A stream goes on with the next target until its first visible event, and not after it. What {@code onContentFilter} does after a
 *       refused <em>answer</em> is for {@link #chat} alone: in a stream the refusal has been seen.
 *   <li>Every answer and error carries what was tried and what was passed over, with the reason. An answer of another target than the
 *       first that was asked has the warning {@code fell-back}.
 *   <li>When nobody is left, the error is of kind {@code attempts-exhausted} with the last failure as cause and the earliest time that a
 *       target named; or {@code no-eligible-route} when none passed the gates.
 * </ul>
 */
public final class FallbackModel implements ChatModel {

    private final String name;
    private final FallbackPlan plan;
    private final RouteClock time;
    private final ModelInfo info;

    /**
     * A router.
     *
     * @param name the name it stands behind
     * @param plan who is asked after whom
     */
    public FallbackModel(String name, FallbackPlan plan) {
        this(name, plan, RouteClock.SYSTEM);
    }

    FallbackModel(String name, FallbackPlan plan, RouteClock time) {
        this.name = Objects.requireNonNull(name, "name");
        this.plan = Objects.requireNonNull(plan, "plan");
        this.time = time;
        this.info = CommonInfo.of(FallbackRouter.ID, name, plan.targets());
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context) {
        RoutedCall call = call(request, context);
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

    /** The first target is called on the first pull. */
    @Override
    public ChatStream stream(ChatRequest request, CallContext context) {
        return new FallbackStream(call(request, context), request);
    }

    private RoutedCall call(ChatRequest request, CallContext context) {
        return new RoutedCall(name, plan, time, request, context);
    }

    /** What all targets have in common: a capability is known only where all are known to have it, or one is known not to. */
    @Override
    public ModelInfo info() {
        return info;
    }

    /**
     * What the target that would be asked first cannot honour: the first one in order that would not refuse the request.
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
        return "FallbackModel[" + name + ", " + plan + "]";
    }
}
