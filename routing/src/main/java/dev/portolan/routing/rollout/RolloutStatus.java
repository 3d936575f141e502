package dev.portolan.routing.rollout;

import dev.portolan.routing.rollout.judge.Arm;
import dev.portolan.routing.rollout.judge.Judgement;
import dev.portolan.routing.rollout.judge.StepEvidence;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a rollout stands at this moment, as one instance knows it. Immutable.
 *
 * @param id the rollout
 * @param owner who decides
 * @param stage where it stands; a rollback that the store does not know yet counts already
 * @param step on which step, -1 before the first
 * @param steps how many there are
 * @param percent the target's planned share
 * @param ceiling the limit to it that the configuration of this instance sets
 * @param actor who brought it there
 * @param reason why
 * @param elapsed how long the present stretch of evidence has lasted
 * @param requests how many calls of the target it has
 * @param evidence the counts; holds nothing of any request
 * @param judgement what they say, or {@code null} when the target answers nobody
 * @param atGate whether it waits for a person to promote
 * @param waitsFor what it waits for, as a sentence
 * @param storeTrouble why the store cannot be asked, or {@code null}
 * @param counters further counts of this instance
 */
public record RolloutStatus(
        String id,
        String owner,
        RolloutStage stage,
        int step,
        int steps,
        double percent,
        double ceiling,
        String actor,
        String reason,
        Duration elapsed,
        long requests,
        StepEvidence evidence,
        @Nullable Judgement judgement,
        boolean atGate,
        String waitsFor,
        @Nullable String storeTrouble,
        Counters counters) {

    /**
     * Counts of one instance since it began.
     *
     * @param moved how many conversations went from the target to the source in their middle, by a rollback
     * @param notSticky how many calls had neither key nor conversation and were drawn by chance
     * @param late how many calls ended after their step had, and were not counted
     */
    public record Counters(long moved, long notSticky, long late) {}

    static RolloutStatus unknown(RolloutPlan plan, @Nullable String trouble) {
        return new RolloutStatus(
                plan.id(),
                plan.owner(),
                RolloutStage.SHADOW,
                -1,
                plan.steps().size(),
                0,
                100,
                plan.owner(),
                "the state is not known yet, so that the source answers everybody",
                Duration.ZERO,
                0,
                StepEvidence.NONE,
                null,
                false,
                "It waits for its store.",
                trouble == null ? "not asked yet" : trouble,
                new Counters(0, 0, 0));
    }

    static RolloutStatus of(
            RolloutPlan plan,
            RolloutDocument document,
            StepEvidence all,
            long elapsedMillis,
            @Nullable Judgement judgement,
            @Nullable Order latched,
            double ceiling,
            @Nullable String trouble,
            Counters counters) {
        RolloutState state = document.state();
        long requests = all.calls(Arm.TARGET) - document.carried();
        boolean gate = state.stage() == RolloutStage.STEP
                && Turn.fits(plan, state)
                && plan.steps().get(state.step()).gate()
                && judgement != null
                && judgement.verdict() == Judgement.Verdict.PASS;
        RolloutStage stage = latched == null ? state.stage() : RolloutStage.ROLLED_BACK;
        return new RolloutStatus(
                plan.id(),
                plan.owner(),
                stage,
                state.step(),
                plan.steps().size(),
                latched == null ? state.percent() : 0,
                ceiling,
                latched == null ? state.actor() : latched.actor(),
                latched == null ? state.reason() : latched.reason(),
                Duration.ofMillis(elapsedMillis),
                requests,
                all,
                judgement,
                gate,
                Waiting.of(plan, state, stage, requests, elapsedMillis, gate, ceiling),
                trouble,
                counters);
    }

    /**
     * What somebody needs to know who is called at night: where it stands, since when and why, what the figures say with counts, bound and
     * limit, what it waits for, and whom to ask.
     *
     * @return a few sentences in one line
     */
    public String explain() {
        StringBuilder text =
                new StringBuilder("Rollout ").append(id).append(" is ").append(stage.id());
        if (stage == RolloutStage.STEP || stage == RolloutStage.HELD) {
            text.append(" at ").append(percent).append(" %");
            if (step >= 0) {
                text.append(" (step ")
                        .append(step + 1)
                        .append(" of ")
                        .append(steps)
                        .append(')');
            }
        }
        text.append(", by ").append(actor).append(": ").append(reason);
        text.append(reason.endsWith(".") ? " " : ". ");
        if (judgement != null && stage != RolloutStage.ROLLED_BACK) {
            text.append("Now: ").append(judgement.sentence()).append(' ');
        }
        if (!waitsFor.isEmpty()) {
            text.append(waitsFor).append(' ');
        }
        if (storeTrouble != null) {
            text.append("The store cannot be asked: nothing advances, a rollback works here. ");
        }
        return text.append("Owner: ").append(owner).append('.').toString();
    }
}
