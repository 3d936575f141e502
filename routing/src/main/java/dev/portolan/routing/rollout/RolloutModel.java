package dev.portolan.routing.rollout;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Gap;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Warning;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.evidence.check.Check;
import dev.portolan.evidence.cost.PriceSource;
import dev.portolan.routing.rollout.judge.Arm;
import dev.portolan.routing.rollout.judge.Limits;
import dev.portolan.routing.route.FallbackModel;
import dev.portolan.routing.route.FallbackPlan;
import dev.portolan.routing.route.Target;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A model that answers by its source or by its target, as a rollout says, and tells the rollout how each call ended. Thread-safe.
 *
 * <ul>
 *   <li>A call that the target fails before any output is answered by the source, within the same deadline and attempts, unless the plan says
 *       otherwise. It counts against the target as soon as the target failed; attempts and the warning {@code fell-back} say so. What a content
 *       filter stopped and what the caller cancelled is asked nowhere else.
 *   <li>A stream counts when it is over; one that its reader leaves counts for neither side.
 *   <li>A conversation that began on the target and goes on with the source after a rollback has the warning {@code rolled-back}.
 *   <li>Answers are scored on the caller's thread: checks must be quick. One that throws costs the score and nothing else.
 * </ul>
 */
public final class RolloutModel implements ChatModel {

    private final String name;
    private final Rollout rollout;
    private final ChatModel source;
    private final ChatModel target;
    private final ChatModel countedSource;
    private final ChatModel shadowedSource;
    private final ChatModel targetSide;
    private final String sourceName;
    private final ModelInfo info;

    /**
     * A model that moves.
     *
     * @param name the name it stands behind
     * @param rollout decides and counts
     * @param source answers now
     * @param target is to answer
     * @param checks score answers of both; must not be empty when the plan's limits watch quality
     * @param prices tell what answers cost, or {@code null} when the plan's limits do not watch it
     * @param shadow what answers in the shadow in place of the source, such as a {@code ShadowModel} of both, or {@code null} for the source
     *     alone
     * @throws IllegalArgumentException when the limits watch what nothing here can tell
     */
    public RolloutModel(
            String name,
            Rollout rollout,
            Target source,
            Target target,
            List<? extends Check> checks,
            @Nullable PriceSource prices,
            @Nullable ChatModel shadow) {
        this(name, rollout, source, target, new AnswerScoring(List.copyOf(checks), prices), shadow, System::nanoTime);
    }

    RolloutModel(
            String name,
            Rollout rollout,
            Target source,
            Target target,
            AnswerScoring scoring,
            @Nullable ChatModel shadow,
            LongSupplier nanoClock) {
        this.name = Objects.requireNonNull(name, "name");
        this.rollout = Objects.requireNonNull(rollout, "rollout");
        RolloutPlan plan = rollout.plan();
        requireTold(plan.limits(), scoring);
        this.source = source.model();
        this.target = target.model();
        this.sourceName = source.name();
        RolloutController controller = rollout.controller();
        this.countedSource = new MeasuredModel(this.source, Arm.SOURCE, controller, scoring, nanoClock, false);
        this.shadowedSource = shadow == null
                ? countedSource
                : new MeasuredModel(shadow, Arm.SOURCE, controller, scoring, nanoClock, false);
        boolean replays = plan.replay() == Replay.ON_SOURCE && !source.name().equals(target.name());
        ChatModel measured = new MeasuredModel(this.target, Arm.TARGET, controller, scoring, nanoClock, replays);
        FallbackModel both = new FallbackModel(
                name,
                FallbackPlan.builder()
                        .target(new Target(target.name(), measured))
                        .target(
                                source.name().equals(target.name())
                                        ? new Target(name + "-source", this.source)
                                        : source)
                        .gates(List.of())
                        .targetTimeout(plan.targetTimeout())
                        .build());
        this.targetSide = replays ? both : measured;
        this.info = both.info();
    }

    private static void requireTold(Limits limits, AnswerScoring scoring) {
        if (limits.quality() && !scoring.hasChecks()) {
            throw new IllegalArgumentException(
                    "checks: the limits watch quality, and there is no check; give some, or watch no quality");
        }
        if (limits.cost() && !scoring.hasPrices()) {
            throw new IllegalArgumentException(
                    "prices: the limits watch cost, and there are no prices; give some, or watch no cost");
        }
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context) {
        Side side = rollout.controller().side(request, context);
        try {
            ChatResponse response = model(side).chat(request, context);
            return side.moved() ? marked(response) : response;
        } catch (LlmException e) {
            throw own(e);
        }
    }

    /** The side is decided at once, its model asked on the first pull. */
    @Override
    public ChatStream stream(ChatRequest request, CallContext context) {
        Side side = rollout.controller().side(request, context);
        return new SidedStream(
                () -> model(side).stream(request, context),
                side.moved() ? this::marked : response -> response,
                this::own);
    }

    private ChatModel model(Side side) {
        if (side.arm() == Arm.TARGET) {
            return targetSide;
        }
        return !side.counted() ? source : side.shadow() ? shadowedSource : countedSource;
    }

    private ChatResponse marked(ChatResponse response) {
        List<Warning> warnings = new ArrayList<>(response.warnings());
        warnings.add(new Warning(
                "rolled-back",
                "model",
                "the conversation began on another model and goes on with " + sourceName + ", since the rollout "
                        + rollout.plan().id() + " was rolled back"));
        return response.toBuilder().warnings(warnings).build();
    }

    /** When the source was asked after the target and failed too, its own error, with the trail of both. */
    private LlmException own(LlmException e) {
        if (targetSide instanceof FallbackModel
                && e.kind().equals(ErrorKind.ATTEMPTS_EXHAUSTED)
                && name.equals(e.provider())
                && e.getCause() instanceof LlmException last) {
            // One that the target threw is its original again.
            return last.withDetails(
                    last.details().toBuilder().attempts(e.attempts()).build());
        }
        return e;
    }

    /** What both have in common: a capability is known only where both are known to have it, or one is known not to. */
    @Override
    public ModelInfo info() {
        return info;
    }

    /**
     * What either model cannot honour, since either may answer.
     *
     * @param request what would be asked
     * @return the gaps of both, each once
     */
    @Override
    public List<Gap> check(ChatRequest request) {
        Set<Gap> gaps = new LinkedHashSet<>(source.check(request));
        if (!rollout.plan().steps().isEmpty() && !rollout.controller().rolledBack()) {
            gaps.addAll(target.check(request));
        }
        return List.copyOf(gaps);
    }

    @Override
    public String toString() {
        return "RolloutModel[" + name + ", " + rollout.plan() + "]";
    }
}
