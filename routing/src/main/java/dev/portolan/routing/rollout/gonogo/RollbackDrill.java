package dev.portolan.routing.rollout.gonogo;

import dev.portolan.routing.internal.RecordJson;
import dev.portolan.routing.rollout.RolloutPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * What came of rolling back for practice.
 *
 * @param rollout the id of the plan
 * @param planHash the plan that was tried, by {@link DecisionHashes#plan(RolloutPlan)}
 * @param at when
 * @param actor who did it
 * @param nextCallOnSource whether the very next call on the deciding instance went to the source
 * @param othersMillis after how many milliseconds the last of the other instances followed; 0 with one instance
 * @param recovered whether the source answered as before afterwards
 * @param note what was seen, in a sentence
 */
public record RollbackDrill(
        String rollout,
        String planHash,
        Instant at,
        String actor,
        boolean nextCallOnSource,
        long othersMillis,
        boolean recovered,
        String note) {

    /**
     * Checks the components.
     *
     * @param rollout as above
     * @param planHash as above
     * @param at as above
     * @param actor as above
     * @param nextCallOnSource as above
     * @param othersMillis as above
     * @param recovered as above
     * @param note as above
     */
    public RollbackDrill {
        Objects.requireNonNull(rollout, "rollout");
        Objects.requireNonNull(planHash, "planHash");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(note, "note");
        if (actor.isBlank() || othersMillis < 0) {
            throw new IllegalArgumentException("actor, othersMillis: must name somebody, must be at least 0");
        }
    }

    /**
     * A drill of a plan.
     *
     * @param plan the plan that was tried
     * @param at when
     * @param actor who did it
     * @param nextCallOnSource whether the very next call on the deciding instance went to the source
     * @param others after how long the last of the other instances followed
     * @param recovered whether the source answered as before afterwards
     * @param note what was seen, in a sentence
     * @return the result
     */
    public static RollbackDrill of(
            RolloutPlan plan,
            Instant at,
            String actor,
            boolean nextCallOnSource,
            Duration others,
            boolean recovered,
            String note) {
        return new RollbackDrill(
                plan.id(), DecisionHashes.plan(plan), at, actor, nextCallOnSource, others.toMillis(), recovered, note);
    }

    /**
     * Whether it went as it must.
     *
     * @return true when the next call was on the source, and the source recovered
     */
    public boolean passed() {
        return nextCallOnSource && recovered;
    }

    /**
     * The drill as JSON.
     *
     * @return text that {@link #fromJson} reads
     */
    public String toJson() {
        return RecordJson.write(this);
    }

    /**
     * Reads a drill.
     *
     * @param json what {@link #toJson} gave
     * @return the drill
     * @throws IllegalArgumentException when the text holds none
     */
    public static RollbackDrill fromJson(String json) {
        return RecordJson.read(json, RollbackDrill.class, "rollback drill");
    }
}
