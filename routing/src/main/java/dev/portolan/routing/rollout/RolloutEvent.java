package dev.portolan.routing.rollout;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a rollout's log: a decision, with all that it was made of, or a warning. Replaying the entries of a log gives the rollout's
 * state. Holds nothing of any request. Immutable.
 *
 * @param number its place in the log, from 1; 0 for one that could not be stored yet
 * @param kind what happened
 * @param at when, by the wall clock of the instance; for people alone
 * @param instance who wrote it
 * @param actor who decided: a person, or {@value #JUDGE}
 * @param rule by which rule, such as {@code judge}, {@code hard-stop}, {@code timeout} or {@code manual}
 * @param reason why, as a sentence with its counts, bound and limit
 * @param stage where the rollout stands since
 * @param step on which step, -1 before the first
 * @param percent the target's planned share since
 * @param epoch which stretch of evidence begins or goes on with it
 * @param run how many times the rollout was reset
 * @param elapsedMillis how long the stretch of evidence before it lasted
 * @param judgement what the judge said, as JSON, or {@code null} when it was not asked
 * @param evidence what it said it of, as JSON, or {@code null}
 * @param reference the decision that it was bound to, such as {@link GoDecision#reference()}, or {@code null}
 */
public record RolloutEvent(
        long number,
        Kind kind,
        Instant at,
        String instance,
        String actor,
        String rule,
        String reason,
        RolloutStage stage,
        int step,
        double percent,
        long epoch,
        long run,
        long elapsedMillis,
        @Nullable String judgement,
        @Nullable String evidence,
        @Nullable String reference) {

    /** The actor of what nobody decided by hand. */
    public static final String JUDGE = "judge";

    /** What happened. */
    public enum Kind {
        /** The rollout was seen for the first time. */
        CREATED,
        /** A step was reached. */
        ADVANCED,
        /** The share grows no more until a person resumes. */
        HELD,
        /** A person resumed; the step begins anew. */
        RESUMED,
        /** The source answers everybody again. */
        ROLLED_BACK,
        /** After a rollback: things are well again. */
        RECOVERED,
        /** After a rollback: they are not, or nobody can tell. */
        NOT_RECOVERED,
        /** The rollback window is over. */
        DONE,
        /** The time of the review is over. */
        REVIEWED,
        /** A person allowed another run. */
        RESET,
        /** A figure is worse than it should be, but not so bad as to roll back. */
        ALERT,
        /** A signal from outside speaks against the target. */
        SIGNAL;

        /**
         * Its name in texts.
         *
         * @return in lower case, such as {@code rolled-back}
         */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /**
         * Whether it changes where the rollout stands.
         *
         * @return false for warnings
         */
        public boolean isTransition() {
            return this != ALERT && this != SIGNAL;
        }
    }

    /**
     * Checks the components.
     *
     * @param number as above
     * @param kind as above
     * @param at as above
     * @param instance as above
     * @param actor as above
     * @param rule as above
     * @param reason as above
     * @param stage as above
     * @param step as above
     * @param percent as above
     * @param epoch as above
     * @param run as above
     * @param elapsedMillis as above
     * @param judgement as above
     * @param evidence as above
     * @param reference as above
     */
    public RolloutEvent {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(stage, "stage");
    }

    /**
     * The event as text, as the log keeps it.
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
     * @return the event
     * @throws IllegalArgumentException when it is something else
     */
    public static RolloutEvent fromJson(String json) {
        return RolloutJson.event(json);
    }
}
