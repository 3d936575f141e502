package dev.portolan.evidence.parity;

import java.util.Objects;

/**
 * What a metric shows for the examples with a tag. Slices never decide the verdict; those that are large enough have one of their
 * own.
 *
 * @param tag the tag
 * @param result the metric over the slice
 * @param tooSmall whether it has fewer examples than the gate asks of a slice
 */
public record SliceResult(String tag, MetricResult result, boolean tooSmall) {

    /**
     * Checks the components.
     *
     * @param tag as above
     * @param result as above
     * @param tooSmall as above
     */
    public SliceResult {
        Objects.requireNonNull(tag, "tag");
        Objects.requireNonNull(result, "result");
    }
}
