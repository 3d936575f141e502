package dev.portolan.routing.rollout;

import java.util.Objects;

/**
 * Calls that the target answers earlier than their share would have it, such as those of internal users.
 *
 * @param who the calls
 * @param fromStep from which step on, 0 for the first
 */
public record Cohort(Audience who, int fromStep) {

    /**
     * Checks the components.
     *
     * @param who as above
     * @param fromStep as above
     */
    public Cohort {
        Objects.requireNonNull(who, "who");
        if (fromStep < 0) {
            throw new IllegalArgumentException("fromStep: must not be negative");
        }
    }
}
