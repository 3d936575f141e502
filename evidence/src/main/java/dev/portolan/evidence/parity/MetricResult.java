package dev.portolan.evidence.parity;

import dev.portolan.evidence.stats.NonInferiority;
import dev.portolan.evidence.stats.PairedOutcomes;
import dev.portolan.evidence.stats.Verdict;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a metric shows over all examples, or over those of a slice, that both sides have a score for.
 *
 * @param metric the check's name
 * @param role what it counts for
 * @param scale what its scores look like
 * @param source the source's mean over examples, from 0 to 1; {@link Double#NaN} when nothing was compared
 * @param target the target's mean over the same examples; {@link Double#NaN} when nothing was compared
 * @param examples how many were compared
 * @param clusters how many of them are independent of each other
 * @param cells how many examples which side passed, where passing is a mean of at least one half; {@code null} when nothing was
 *     compared
 * @param newHardBreaks how many examples have a hard break of the target and none of the source
 * @param missing the share of scores that could not be found out, of those that apply, on the side that lost more
 * @param margin how much worse the target may be
 * @param finding the comparison; {@code null} when nothing was compared
 * @param adjustedP the regression's p-value, corrected by Holm for the number of guards; {@link Double#NaN} when nothing was compared
 * @param verdict what follows for this metric
 * @param reason why, in a sentence
 */
public record MetricResult(
        String metric,
        Role role,
        Scale scale,
        double source,
        double target,
        int examples,
        int clusters,
        @Nullable PairedOutcomes cells,
        int newHardBreaks,
        double missing,
        double margin,
        @Nullable NonInferiority finding,
        double adjustedP,
        Verdict verdict,
        String reason) {

    /**
     * Checks the components.
     *
     * @param metric as above
     * @param role as above
     * @param scale as above
     * @param source as above
     * @param target as above
     * @param examples as above
     * @param clusters as above
     * @param cells as above
     * @param newHardBreaks as above
     * @param missing as above
     * @param margin as above
     * @param finding as above
     * @param adjustedP as above
     * @param verdict as above
     * @param reason as above
     */
    public MetricResult {
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(scale, "scale");
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(reason, "reason");
    }
}
