package dev.portolan.routing.rollout;

import dev.portolan.routing.rollout.judge.Judge;
import dev.portolan.routing.rollout.judge.Judgement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What becomes of an order, by state and plan. */
final class Orders {

    private final RolloutPlan plan;
    private final Draft draft;

    Orders(RolloutPlan plan, Draft draft) {
        this.plan = plan;
        this.draft = draft;
    }

    /** Carries an order out; the reason when it is refused. */
    @Nullable
    String carryOut(Order order) {
        RolloutState state = draft.state();
        if (order.run() != state.run()) {
            return "the rollout was reset meanwhile";
        }
        if (order.kind() != Order.Kind.ROLLBACK && order.epoch() != state.epoch()) {
            return "the rollout went on meanwhile; it is " + state.stage().id() + " now: " + state.reason();
        }
        return switch (order.kind()) {
            case ROLLBACK -> rollBack(order);
            case HOLD -> hold(order);
            case RESUME -> resume(order);
            case RESET -> reset(order);
            case PROMOTE -> promote(order);
        };
    }

    private @Nullable String rollBack(Order order) {
        if (draft.state().stage() != RolloutStage.ROLLED_BACK) {
            move(
                    RolloutEvent.Kind.ROLLED_BACK,
                    order,
                    RolloutStage.ROLLED_BACK,
                    draft.state().step(),
                    0);
        }
        return null;
    }

    private @Nullable String hold(Order order) {
        RolloutState state = draft.state();
        if (state.stage() == RolloutStage.HELD) {
            return null;
        }
        if (state.stage() != RolloutStage.SHADOW && state.stage() != RolloutStage.STEP) {
            return "it is " + state.stage().id() + ", where there is nothing to hold";
        }
        move(RolloutEvent.Kind.HELD, order, RolloutStage.HELD, state.step(), state.percent());
        return null;
    }

    private @Nullable String resume(Order order) {
        RolloutState state = draft.state();
        if (state.stage() != RolloutStage.HELD) {
            return "it is " + state.stage().id() + " and not held"
                    + (state.stage() == RolloutStage.ROLLED_BACK ? "; a rollback ends with a reset" : "");
        }
        move(
                RolloutEvent.Kind.RESUMED,
                order,
                state.step() < 0 ? RolloutStage.SHADOW : RolloutStage.STEP,
                state.step(),
                state.percent());
        return null;
    }

    private @Nullable String reset(Order order) {
        RolloutState state = draft.state();
        if (state.stage() != RolloutStage.ROLLED_BACK) {
            return "it is " + state.stage().id() + "; only what was rolled back is reset";
        }
        Duration left = plan.times().coolDown().minusMillis(draft.elapsedMillis());
        if (!left.isZero() && !left.isNegative()) {
            return "the cool-down lasts " + left.toSeconds() + " s more";
        }
        move(RolloutEvent.Kind.RESET, order, RolloutStage.SHADOW, -1, 0);
        return null;
    }

    private @Nullable String promote(Order order) {
        RolloutState state = draft.state();
        if (state.stage() == RolloutStage.SHADOW) {
            return leaveShadow(order);
        }
        if (state.stage() != RolloutStage.STEP) {
            return "it is " + state.stage().id()
                    + (state.stage() == RolloutStage.HELD ? "; resume it first" : ", which no promotion changes");
        }
        if (!Turn.fits(plan, state)) {
            return "the plan's steps are not those that it was begun with";
        }
        RolloutDocument document = draft.document();
        Judgement judgement = new Judge(plan.limits())
                .judge(Turn.look(plan, document, document.evidence(), document.recent(), document.elapsedMillis()));
        boolean passed = judgement.verdict() == Judgement.Verdict.PASS;
        Turn.advance(
                draft,
                plan,
                order.actor(),
                passed ? "gate" : "override",
                order.reason() + (passed ? ". " : ". Promoted before it had passed. ") + judgement.sentence(),
                judgement.toJson(),
                null);
        return null;
    }

    private @Nullable String leaveShadow(Order order) {
        GoDecision go = order.go();
        if (plan.steps().isEmpty()) {
            return "its plan has no steps: no traffic is to move";
        }
        if (go == null) {
            return "it leaves the shadow only with a signed GO, or with somebody's word why without";
        }
        String override = go.overrideReason();
        boolean overridden = !go.go() && override != null && !override.isBlank();
        if (!go.go() && !overridden) {
            return "the decision " + go.reference() + " of " + go.actor() + " is no GO";
        }
        if (go.reference().isBlank()
                || go.reference().length() > 200
                || go.actor().isBlank()) {
            return "the decision names no actor or no reference of at most 200 characters";
        }
        if (go.reference().equals(draft.state().go())) {
            return "the decision " + go.reference() + " was used already; after a rollback it takes a new one";
        }
        StringBuilder hashes = new StringBuilder();
        go.hashes().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(hash -> hashes.append(hashes.isEmpty() ? ", bound to " : ", ")
                        .append(hash.getKey())
                        .append(' ')
                        .append(hash.getValue()));
        Turn.advance(
                draft,
                plan,
                order.actor(),
                overridden ? "override" : "go",
                order.reason() + (overridden ? ". Without a GO: " + override + " (" : ". GO of ") + go.actor() + ", "
                        + go.at() + hashes + (overridden ? ")" : ""),
                null,
                go.reference());
        return null;
    }

    private void move(RolloutEvent.Kind kind, Order order, RolloutStage stage, int step, double percent) {
        String seen = order.evidence();
        draft.happen(
                kind,
                order.actor(),
                order.rule(),
                order.reason(),
                stage,
                step,
                percent,
                order.judgement(),
                seen != null ? seen : draft.document().evidence().toJson(),
                null);
    }
}
