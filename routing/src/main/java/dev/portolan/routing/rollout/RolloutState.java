package dev.portolan.routing.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a rollout stands: what {@linkplain Transitions#replay replaying} its log gives. Immutable.
 *
 * @param stage where
 * @param step on which step, -1 before the first
 * @param percent the share of the target that is planned now: 0 in the shadow and after a rollback, but for the cohorts of a step
 * @param epoch the stretch of evidence; each begins with none and with no time
 * @param run how many times it was reset
 * @param events how many entries its log has
 * @param actor who brought it here
 * @param reason why it is here
 * @param since since when, by the wall clock; for people alone
 * @param recovered after a rollback, whether things are well again; {@code null} while that is not known
 * @param reviewed whether the time of the review is over
 * @param go the decision with which it last left the shadow, or {@code null}
 */
public record RolloutState(
        RolloutStage stage,
        int step,
        double percent,
        long epoch,
        long run,
        long events,
        String actor,
        String reason,
        Instant since,
        @Nullable Boolean recovered,
        boolean reviewed,
        @Nullable String go) {

    /**
     * Checks the components.
     *
     * @param stage as above
     * @param step as above
     * @param percent as above
     * @param epoch as above
     * @param run as above
     * @param events as above
     * @param actor as above
     * @param reason as above
     * @param since as above
     * @param recovered as above
     * @param reviewed as above
     * @param go as above
     */
    public RolloutState {
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(since, "since");
        if (step < -1 || epoch < 1 || run < 0 || events < 1 || !(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("step, epoch, run, events, percent: out of range");
        }
    }

    /** Whether a cohort of a step has the target. */
    boolean reached(Cohort cohort) {
        return (stage == RolloutStage.STEP || stage == RolloutStage.HELD || stage == RolloutStage.DONE)
                && step >= cohort.fromStep();
    }

    /** Whether the target may answer anybody. */
    boolean live() {
        return step >= 0 && stage != RolloutStage.ROLLED_BACK && stage != RolloutStage.SHADOW;
    }

    /**
     * The state as text.
     *
     * @return one line of JSON
     */
    public String toJson() {
        return RolloutJson.write(this);
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @param json the text
     * @return the state
     * @throws IllegalArgumentException when it is something else
     */
    public static RolloutState fromJson(String json) {
        return RolloutJson.state(json);
    }

    /**
     * The state that a log leads to.
     *
     * @param log all entries in their order
     * @return the state, or {@code null} for an empty log
     * @throws IllegalArgumentException when an entry cannot follow the one before it
     */
    public static @Nullable RolloutState of(List<RolloutEvent> log) {
        return Transitions.replay(log);
    }
}
