package dev.portolan.routing.rollout;

import java.time.Duration;
import java.util.Objects;

/**
 * A step of a rollout: how much the target answers, and what must be seen before it gets more.
 *
 * @param percent the target's share, from 0 to 100, to a hundredth of a percent; 0 only for steps with a {@link Cohort}
 * @param minRequests how many calls the target must have ended in this step, at least 59: with fewer, even a target without a single error
 *     is not shown to fail in less than 5 % of all calls
 * @param minDuration how long the step lasts at least, so that a quiet hour is not taken for a day
 * @param gate whether a person must promote, however good the figures are
 */
public record RolloutStep(double percent, int minRequests, Duration minDuration, boolean gate) {

    /** How many calls a step needs unless said otherwise. */
    public static final int MIN_REQUESTS = 100;

    /** How long a step lasts at least unless said otherwise. */
    public static final Duration MIN_DURATION = Duration.ofHours(1);

    private static final int FEWEST = 59;

    /**
     * Checks the components.
     *
     * @param percent as above
     * @param minRequests as above
     * @param minDuration as above
     * @param gate as above
     */
    public RolloutStep {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("percent: must be from 0 to 100, not " + percent);
        }
        if (Math.abs(Math.rint(percent * 100) - percent * 100) > 1e-6) {
            throw new IllegalArgumentException("percent: must be a whole number of hundredths, not " + percent);
        }
        if (minRequests < FEWEST) {
            throw new IllegalArgumentException("min-requests: must be at least " + FEWEST + ", not " + minRequests);
        }
        Objects.requireNonNull(minDuration, "minDuration");
        if (minDuration.isNegative()) {
            throw new IllegalArgumentException("min-duration: must not be negative");
        }
    }

    /**
     * A step of {@value #MIN_REQUESTS} calls and an hour, without a gate.
     *
     * @param percent as above
     * @return the step
     */
    public static RolloutStep of(double percent) {
        return new RolloutStep(percent, MIN_REQUESTS, MIN_DURATION, false);
    }

    /**
     * The same step with another least number of calls.
     *
     * @param value as above
     * @return another step
     */
    public RolloutStep requests(int value) {
        return new RolloutStep(percent, value, minDuration, gate);
    }

    /**
     * The same step with another least duration.
     *
     * @param value as above
     * @return another step
     */
    public RolloutStep lasting(Duration value) {
        return new RolloutStep(percent, minRequests, value, gate);
    }

    /**
     * The same step, which a person must end.
     *
     * @return another step
     */
    public RolloutStep gated() {
        return new RolloutStep(percent, minRequests, minDuration, true);
    }
}
