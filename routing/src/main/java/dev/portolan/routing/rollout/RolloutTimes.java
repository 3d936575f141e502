package dev.portolan.routing.rollout;

import java.time.Duration;
import java.util.Objects;

/**
 * The windows and times of a rollout. All are counted by monotonic clocks while at least one instance runs; the wall clock decides nothing.
 *
 * @param rollbackWindow how long at 100 % a rollback still comes by itself
 * @param coolDown how long after a rollback a reset is refused
 * @param maxStep how long a step may take until {@link StepTimeout} decides; twice the step's least duration where that is longer
 * @param validation how long after a rollback it is watched whether things are well again
 * @param review how long after the rollback window figures are kept for the review: 7 to 14 days
 * @param recent what counts as the last minutes, for outages of both sides and for alerts
 * @param alertEvery how long after an alert the next of the same metric comes at the earliest
 */
public record RolloutTimes(
        Duration rollbackWindow,
        Duration coolDown,
        Duration maxStep,
        Duration validation,
        Duration review,
        Duration recent,
        Duration alertEvery) {

    private static final Duration SHORTEST_REVIEW = Duration.ofDays(7);
    private static final Duration LONGEST_REVIEW = Duration.ofDays(14);

    /** A day, an hour, seven days, half an hour, seven days, five minutes, fifteen minutes. */
    public static final RolloutTimes DEFAULT = new RolloutTimes(
            Duration.ofDays(1),
            Duration.ofHours(1),
            Duration.ofDays(7),
            Duration.ofMinutes(30),
            Duration.ofDays(7),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15));

    /**
     * Checks the components.
     *
     * @param rollbackWindow as above
     * @param coolDown as above
     * @param maxStep as above
     * @param validation as above
     * @param review as above
     * @param recent as above
     * @param alertEvery as above
     */
    public RolloutTimes {
        notNegative("rollback-window", rollbackWindow);
        notNegative("cool-down", coolDown);
        notNegative("max-step", maxStep);
        notNegative("validation", validation);
        notNegative("alert-every", alertEvery);
        Objects.requireNonNull(recent, "recent");
        if (recent.toSeconds() < 5) {
            throw new IllegalArgumentException("recent: must be at least 5 s");
        }
        if (review.compareTo(SHORTEST_REVIEW) < 0 || review.compareTo(LONGEST_REVIEW) > 0) {
            throw new IllegalArgumentException("review: must be 7 to 14 days, not " + review);
        }
    }

    private static void notNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + ": must not be negative");
        }
    }

    /**
     * With another rollback window and cool-down.
     *
     * @param window as above
     * @param cool as above
     * @return other times
     */
    public RolloutTimes withRollback(Duration window, Duration cool) {
        return new RolloutTimes(window, cool, maxStep, validation, review, recent, alertEvery);
    }

    /**
     * With another longest step.
     *
     * @param value as above
     * @return other times
     */
    public RolloutTimes withMaxStep(Duration value) {
        return new RolloutTimes(rollbackWindow, coolDown, value, validation, review, recent, alertEvery);
    }

    /**
     * With other times of watching afterwards.
     *
     * @param afterRollback {@code validation} as above
     * @param afterCutover {@code review} as above
     * @return other times
     */
    public RolloutTimes withWatch(Duration afterRollback, Duration afterCutover) {
        return new RolloutTimes(rollbackWindow, coolDown, maxStep, afterRollback, afterCutover, recent, alertEvery);
    }

    /**
     * With other times of recent figures and alerts.
     *
     * @param ofRecent {@code recent} as above
     * @param ofAlerts {@code alertEvery} as above
     * @return other times
     */
    public RolloutTimes withAlerts(Duration ofRecent, Duration ofAlerts) {
        return new RolloutTimes(rollbackWindow, coolDown, maxStep, validation, review, ofRecent, ofAlerts);
    }
}
