package dev.portolan.evidence.parity;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a person said of a pair, without being shown which answer is whose.
 *
 * @param example the example's id
 * @param choice which answer is better
 * @param reviewer who decided
 * @param at when
 * @param note what they wrote, or {@code null}
 */
public record ReviewDecision(
        String example,
        Choice choice,
        String reviewer,
        Instant at,
        @Nullable String note) {

    /** Which answer is better. */
    public enum Choice {
        /** The source's. */
        SOURCE,
        /** The target's. */
        TARGET,
        /** Neither. */
        SAME
    }

    /**
     * Checks the components.
     *
     * @param example as above
     * @param choice as above
     * @param reviewer as above; not blank
     * @param at as above
     * @param note as above
     */
    public ReviewDecision {
        Objects.requireNonNull(example, "example");
        Objects.requireNonNull(choice, "choice");
        Objects.requireNonNull(at, "at");
        if (reviewer.isBlank()) {
            throw new IllegalArgumentException("reviewer: must not be blank");
        }
    }

    @Override
    public String toString() {
        return "ReviewDecision[" + example + ", " + choice + ", " + at + "]";
    }
}
