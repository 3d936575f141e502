package dev.portolan.evidence.parity;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much scores move by themselves.
 *
 * @param sourceAgainstItself the metrics of the source compared with further calls of the source; empty when the run made none
 * @param sourceUnstable by metric the share of examples on which the source's repeats have different scores; without metrics when
 *     there was one repeat
 * @param targetUnstable by metric the share of examples on which the target's repeats have different scores
 */
public record NoiseResult(
        List<MetricResult> sourceAgainstItself,
        Map<String, Double> sourceUnstable,
        Map<String, Double> targetUnstable) {

    /**
     * Copies the components.
     *
     * @param sourceAgainstItself as above; copied
     * @param sourceUnstable as above; copied
     * @param targetUnstable as above; copied
     */
    public NoiseResult {
        sourceAgainstItself = List.copyOf(sourceAgainstItself);
        sourceUnstable = Collections.unmodifiableMap(new LinkedHashMap<>(sourceUnstable));
        targetUnstable = Collections.unmodifiableMap(new LinkedHashMap<>(targetUnstable));
    }
}
