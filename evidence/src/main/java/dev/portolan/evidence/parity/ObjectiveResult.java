package dev.portolan.evidence.parity;

import dev.portolan.evidence.stats.Interval;
import dev.portolan.evidence.stats.Verdict;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether the target keeps a limit.
 *
 * @param objective the limit
 * @param found the estimate; {@code null} when it is not known
 * @param interval of the estimate, two-sided 90 %, open where the sample is too small; {@code null} when it is not known
 * @param verdict PASS when the interval lies within the limits, FAIL when it lies outside, else INCONCLUSIVE
 * @param reason why, in a sentence
 */
public record ObjectiveResult(
        Objective objective,
        @Nullable Double found,
        @Nullable Interval interval,
        Verdict verdict,
        String reason) {

    /**
     * Checks the components.
     *
     * @param objective as above
     * @param found as above
     * @param interval as above
     * @param verdict as above
     * @param reason as above
     */
    public ObjectiveResult {
        Objects.requireNonNull(objective, "objective");
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(reason, "reason");
    }
}
