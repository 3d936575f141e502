package dev.portolan.routing.rollout;

import dev.portolan.evidence.stats.RateEvidence;
import dev.portolan.routing.rollout.judge.Arm;
import dev.portolan.routing.rollout.judge.Baseline;
import dev.portolan.routing.rollout.judge.Finding;
import dev.portolan.routing.rollout.judge.Judge;
import dev.portolan.routing.rollout.judge.Judgement;
import dev.portolan.routing.rollout.judge.Look;
import dev.portolan.routing.rollout.judge.StepEvidence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an instance brings to the store and what follows from it: pure, so that a store may ask as often as it must, and a simulation can run it.
 *
 * @param plan the plan
 * @param instance who brings it
 * @param now the wall clock, for people alone
 * @param epoch the stretch that the evidence is of
 * @param report the number of this report of the instance
 * @param seen what it saw since its last report
 * @param heard what came from outside since then
 * @param elapsedMillis how long the stretch has lasted as this instance counts it
 * @param baseline what the source is like, or {@code null} when the instance does not know
 * @param steers whether it may do more than report and roll back
 * @param ceiling the least ceiling that the instance saw since its last report
 * @param order what it was told to do, or {@code null}
 */
record Turn(
        RolloutPlan plan,
        String instance,
        Instant now,
        long epoch,
        long report,
        StepEvidence seen,
        Signals heard,
        long elapsedMillis,
        @Nullable Baseline baseline,
        boolean steers,
        double ceiling,
        @Nullable Order order) {

    /**
     * What follows.
     *
     * @param document the next document
     * @param events what happened
     * @param refusal why the order was not carried out, or {@code null}
     */
    record Result(
            RolloutDocument document,
            List<RolloutEvent> events,
            @Nullable String refusal) {}

    Result next(@Nullable RolloutDocument found) {
        Draft draft = new Draft(found, plan, instance, now);
        if (draft.state().epoch() == epoch) {
            draft.add(report, seen, heard, elapsedMillis, sliceMillis());
            if (baseline != null && draft.state().percent() < 100) {
                draft.baseline(baseline);
            }
        }
        String refusal = null;
        if (order != null) {
            refusal = new Orders(plan, draft).carryOut(order);
        } else {
            decide(draft);
        }
        return new Result(draft.document(), draft.events(), refusal);
    }

    private long sliceMillis() {
        return plan.times().recent().toMillis() / RolloutDocument.SLICES;
    }

    private void decide(Draft draft) {
        RolloutState state = draft.state();
        if (state.live()) {
            judge(draft);
        } else if (steers && state.stage() == RolloutStage.ROLLED_BACK && state.recovered() == null) {
            validate(draft);
        }
    }

    private void judge(Draft draft) {
        RolloutDocument document = draft.document();
        Look look = look(plan, document, document.evidence(), document.recent(), document.elapsedMillis());
        if (look.planned()) {
            draft.lookPlanned();
        }
        Judgement judgement = new Judge(plan.limits()).judge(look);
        RolloutStage stage = draft.state().stage();
        if (stage != RolloutStage.DONE && judgement.verdict() == Judgement.Verdict.ROLLBACK) {
            rollBack(draft, RolloutEvent.JUDGE, judgement.sentence(), judgement.toJson());
            return;
        }
        warn(draft, document, judgement);
        if (!steers) {
            return;
        }
        if (stage == RolloutStage.STEP && fits(plan, draft.state())) {
            step(draft, judgement);
        } else if (stage == RolloutStage.DONE
                && !draft.state().reviewed()
                && over(draft, plan.times().review())) {
            draft.happen(
                    RolloutEvent.Kind.REVIEWED,
                    RolloutEvent.JUDGE,
                    "review",
                    "The time of the review is over. " + judgement.sentence(),
                    judgement.toJson());
        }
    }

    private void step(Draft draft, Judgement judgement) {
        RolloutState state = draft.state();
        boolean pass = judgement.verdict() == Judgement.Verdict.PASS;
        boolean gate = plan.steps().get(state.step()).gate();
        if (judgement.verdict() == Judgement.Verdict.HOLD) {
            draft.happen(
                    RolloutEvent.Kind.HELD,
                    RolloutEvent.JUDGE,
                    RolloutEvent.JUDGE,
                    judgement.sentence(),
                    RolloutStage.HELD,
                    state.step(),
                    state.percent(),
                    judgement.toJson(),
                    draft.document().evidence().toJson(),
                    null);
        } else if (pass && !gate && ceiling >= state.percent()) {
            advance(
                    draft,
                    plan,
                    RolloutEvent.JUDGE,
                    RolloutEvent.JUDGE,
                    judgement.sentence(),
                    judgement.toJson(),
                    null);
        } else if (over(draft, plan.most(state.step()))) {
            String reason = "The step has lasted longer than " + plan.most(state.step()) + ". "
                    + (pass && gate ? "It waits at its gate for somebody to promote. " : "") + judgement.sentence();
            if (plan.onTimeout() == StepTimeout.ROLLBACK) {
                rollBack(draft, "timeout", reason, judgement.toJson());
            } else {
                draft.happen(
                        RolloutEvent.Kind.HELD,
                        RolloutEvent.JUDGE,
                        "timeout",
                        reason,
                        RolloutStage.HELD,
                        state.step(),
                        state.percent(),
                        judgement.toJson(),
                        draft.document().evidence().toJson(),
                        null);
            }
        }
    }

    private static boolean over(Draft draft, Duration time) {
        return draft.elapsedMillis() >= time.toMillis();
    }

    private static void rollBack(Draft draft, String rule, String reason, String judgement) {
        draft.happen(
                RolloutEvent.Kind.ROLLED_BACK,
                RolloutEvent.JUDGE,
                rule,
                reason,
                RolloutStage.ROLLED_BACK,
                draft.state().step(),
                0,
                judgement,
                draft.document().evidence().toJson(),
                null);
    }

    /** Takes the next step, or ends the last one. */
    static void advance(
            Draft draft,
            RolloutPlan plan,
            String actor,
            String rule,
            String reason,
            @Nullable String judgement,
            @Nullable String reference) {
        int next = draft.state().step() + 1;
        boolean done = next >= plan.steps().size();
        draft.happen(
                done ? RolloutEvent.Kind.DONE : RolloutEvent.Kind.ADVANCED,
                actor,
                rule,
                reason,
                done ? RolloutStage.DONE : RolloutStage.STEP,
                done ? next - 1 : next,
                done ? 100 : plan.steps().get(next).percent(),
                judgement,
                draft.document().evidence().toJson(),
                reference);
    }

    private void warn(Draft draft, RolloutDocument document, Judgement judgement) {
        long every = plan.times().alertEvery().toMillis();
        for (Finding finding : judgement.alerts()) {
            if (draft.warn(finding.metric().id(), every)) {
                draft.happen(
                        RolloutEvent.Kind.ALERT,
                        RolloutEvent.JUDGE,
                        "alert." + finding.metric().id(),
                        finding.text(),
                        judgement.toJson());
            }
        }
        for (Signal signal : Signal.values()) {
            String warning = document.signals().warning(signal, document.evidence(), plan.limits());
            if (warning != null && draft.warn(signal.id(), every)) {
                draft.happen(RolloutEvent.Kind.SIGNAL, RolloutEvent.JUDGE, "signal." + signal.id(), warning, null);
            }
        }
    }

    private void validate(Draft draft) {
        if (!over(draft, plan.times().validation())) {
            return;
        }
        RateEvidence source = draft.document().evidence().errors(Arm.SOURCE);
        boolean well = source.trials() > 0
                && (double) source.hits() / source.trials() <= plan.limits().errorRate();
        draft.happen(
                well ? RolloutEvent.Kind.RECOVERED : RolloutEvent.Kind.NOT_RECOVERED,
                RolloutEvent.JUDGE,
                "validation",
                (well ? "Recovered: " : source.trials() == 0 ? "Nobody can tell: " : "Not recovered: ")
                        + source.hits() + " of " + source.trials()
                        + " calls to the source failed since the rollback, within "
                        + plan.times().validation() + ", limit " + plan.limits().errorRate() * 100 + " %.",
                null);
    }

    /** Whether the steps are still those that the rollout was begun with. */
    static boolean fits(RolloutPlan plan, RolloutState state) {
        return state.step() < 0
                || (state.step() < plan.steps().size()
                        && (state.stage() == RolloutStage.ROLLED_BACK
                                || plan.steps().get(state.step()).percent() == state.percent()));
    }

    /** What there is to judge. */
    static Look look(
            RolloutPlan plan, RolloutDocument document, StepEvidence all, StepEvidence recent, long elapsedMillis) {
        RolloutState state = document.state();
        boolean minimums = minimumsMet(plan, state, all.calls(Arm.TARGET) - document.carried(), elapsedMillis);
        double share = state.percent() / 100;
        return new Look(
                all,
                recent,
                minimums,
                minimums && !document.planned(),
                document.frozen(),
                share > 0 && share < 1 ? Double.valueOf(share) : null);
    }

    private static boolean minimumsMet(RolloutPlan plan, RolloutState state, long requests, long elapsedMillis) {
        return state.step() >= 0
                && state.step() < plan.steps().size()
                && requests >= plan.steps().get(state.step()).minRequests()
                && elapsedMillis >= plan.least(state.step()).toMillis();
    }
}
