package dev.portolan.routing.rollout.judge;

import dev.portolan.evidence.stats.BoundedEvidence;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the target's answers cost beside the forecast.
 *
 * @param over evidence that the mean ratio to the forecast is above the limit; each ratio counts as {@value #CAP} at most
 * @param alert the same for the alert's limit
 * @param ratios the sum of the ratios as they are
 * @param unknown how many answers had a cost that is not known, or no forecast
 */
public record CostEvidence(BoundedEvidence over, BoundedEvidence alert, double ratios, long unknown) {

    /** Nothing seen yet. */
    public static final CostEvidence NONE = new CostEvidence(BoundedEvidence.NONE, BoundedEvidence.NONE, 0, 0);

    /** What a ratio counts as at most, so that one huge answer decides nothing. */
    static final double CAP = 5;

    /**
     * Checks the components.
     *
     * @param over as above
     * @param alert as above
     * @param ratios as above
     * @param unknown as above
     */
    public CostEvidence {
        Objects.requireNonNull(over, "over");
        Objects.requireNonNull(alert, "alert");
        if (unknown < 0 || !(ratios >= 0)) {
            throw new IllegalArgumentException("ratios, unknown: must not be negative");
        }
    }

    /** With one cost that is known. */
    CostEvidence plus(double ratio, Limits limits) {
        return new CostEvidence(
                over.plus(observation(ratio, limits.costOver())),
                alert.plus(observation(ratio, limits.alerts().costOver())),
                ratios + ratio,
                unknown);
    }

    /** With one that is not. */
    CostEvidence plusUnknown() {
        return new CostEvidence(over, alert, ratios, unknown + 1);
    }

    private static double observation(double ratio, double over) {
        double most = Math.max(CAP, 2 * (1 + over));
        return (1 + over - Math.min(ratio, most)) / most;
    }

    /**
     * With what another counted.
     *
     * @param other the other
     * @return the sum
     */
    public CostEvidence plus(CostEvidence other) {
        return new CostEvidence(
                over.plus(other.over), alert.plus(other.alert), ratios + other.ratios, unknown + other.unknown);
    }

    /**
     * How many answers had a known cost.
     *
     * @return their number
     */
    public long known() {
        return over.observations();
    }

    /**
     * The mean ratio to the forecast.
     *
     * @return such as 1.04, or {@code null} when no cost is known
     */
    public @Nullable Double meanRatio() {
        return known() == 0 ? null : Double.valueOf(ratios / known());
    }
}
