package dev.portolan.routing.rollout.judge;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What there is to judge at one moment of a step.
 *
 * @param all the step's evidence, of all instances
 * @param recent the evidence of the last minutes, for outages that hit both sides; {@link StepEvidence#NONE} when it is not kept
 * @param minimumsMet whether the step has had its least number of requests and its least time
 * @param planned whether this is the one look that was planned beforehand: the first with the minimums met. At it alone an exact bound may show
 *     that errors are below their limit; later looks take the evidence that holds at all of them
 * @param frozen whether the source has no traffic and the target is held against a {@link Baseline}
 * @param share the share of conversations that should go to the target, from 0 to 1, or {@code null} when that is not to be checked
 */
public record Look(
        StepEvidence all,
        StepEvidence recent,
        boolean minimumsMet,
        boolean planned,
        boolean frozen,
        @Nullable Double share) {

    /**
     * Checks the components.
     *
     * @param all as above
     * @param recent as above
     * @param minimumsMet as above
     * @param planned as above
     * @param frozen as above
     * @param share as above
     */
    public Look {
        Objects.requireNonNull(all, "all");
        Objects.requireNonNull(recent, "recent");
        if (share != null && !(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share: must be from 0 to 1, not " + share);
        }
    }

    /**
     * A look at evidence whose minimums are not met.
     *
     * @param all the step's evidence
     * @return the look
     */
    public static Look early(StepEvidence all) {
        return new Look(all, StepEvidence.NONE, false, false, false, null);
    }

    /**
     * A look at evidence whose minimums are met, that was not planned.
     *
     * @param all the step's evidence
     * @return the look
     */
    public static Look late(StepEvidence all) {
        return new Look(all, StepEvidence.NONE, true, false, false, null);
    }
}
