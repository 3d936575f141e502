package dev.portolan.routing.rollout.judge;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the source was like when it was last asked beside the target. When it has no traffic any more, this is what the target is held
 * against, and every judgement says so. Immutable.
 *
 * @param latency the source's times; kinds of which there were too few are missing
 * @param score its mean score, or {@code null} when there was none
 * @param cost its mean cost, or {@code null} when it is not known
 */
public record Baseline(
        Map<LatencyKind, Times> latency,
        @Nullable Double score,
        @Nullable Double cost) {

    /** Nothing is known of the source. */
    public static final Baseline UNKNOWN = new Baseline(Map.of(), null, null);

    /**
     * Two quantiles of the source's times.
     *
     * @param median half of them are shorter
     * @param tail 95 % of them are shorter
     */
    public record Times(Duration median, Duration tail) {

        /**
         * Checks the components.
         *
         * @param median as above
         * @param tail as above
         */
        public Times {
            Objects.requireNonNull(median, "median");
            Objects.requireNonNull(tail, "tail");
        }
    }

    /**
     * Copies the components.
     *
     * @param latency as above
     * @param score as above
     * @param cost as above
     */
    public Baseline {
        EnumMap<LatencyKind, Times> copy = new EnumMap<>(LatencyKind.class);
        copy.putAll(latency);
        latency = Collections.unmodifiableMap(copy);
    }
}
