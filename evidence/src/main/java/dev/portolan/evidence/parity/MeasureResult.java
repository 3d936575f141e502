package dev.portolan.evidence.parity;

import dev.portolan.evidence.stats.Interval;
import dev.portolan.evidence.stats.Quantile;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What answers took: time, tokens, money.
 *
 * @param measure its name, such as {@code latency}
 * @param unit {@code s}, {@code tokens} or the code of a currency
 * @param source the source's figures; {@code null} when none is known
 * @param target the target's figures; {@code null} when none is known
 * @param ratio the target's mean by the source's, over examples that both have a figure of; {@code null} when there are none
 * @param ratioInterval of the ratio, two-sided 90 %, by the paired bootstrap; {@code null} when there is no ratio
 * @param medianRatio the target's median by the source's; {@code null} when there is no ratio
 */
public record MeasureResult(
        String measure,
        String unit,
        @Nullable Figures source,
        @Nullable Figures target,
        @Nullable Double ratio,
        @Nullable Interval ratioInterval,
        @Nullable Double medianRatio) {

    /**
     * The figures of a side.
     *
     * @param samples how many calls have a figure
     * @param unknown how many answered calls have none
     * @param mean their mean
     * @param meanInterval of the mean over examples, two-sided 90 %, by the bootstrap
     * @param quantiles the median, the 95th and the 99th percentile, with 90 % intervals; those for which there are too few samples
     *     say so
     */
    public record Figures(int samples, int unknown, double mean, Interval meanInterval, List<Quantile> quantiles) {

        /**
         * Checks the components.
         *
         * @param samples as above
         * @param unknown as above
         * @param mean as above
         * @param meanInterval as above
         * @param quantiles as above; copied
         */
        public Figures {
            Objects.requireNonNull(meanInterval, "meanInterval");
            quantiles = List.copyOf(quantiles);
        }
    }

    /**
     * Checks the components.
     *
     * @param measure as above
     * @param unit as above
     * @param source as above
     * @param target as above
     * @param ratio as above
     * @param ratioInterval as above
     * @param medianRatio as above
     */
    public MeasureResult {
        Objects.requireNonNull(measure, "measure");
        Objects.requireNonNull(unit, "unit");
    }

    /**
     * The figures of a side.
     *
     * @param side which
     * @return its figures, or {@code null} when none is known
     */
    public @Nullable Figures figures(Side side) {
        return side == Side.SOURCE ? source : target;
    }
}
