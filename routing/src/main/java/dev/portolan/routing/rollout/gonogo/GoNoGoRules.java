package dev.portolan.routing.rollout.gonogo;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * When evidence counts.
 *
 * @param maxAge how old it may be
 * @param minShadowPairs how many pairs a shadow must have compared
 * @param maxDropped which share of the sample a shadow may have dropped
 * @param margin by how much more pairs of the shadow may be flagged than without any change
 * @param structureMetrics the metrics of a parity report that tell whether structured outputs validate
 * @param toolMetrics the metrics of a parity report that tell whether tools are called as they should
 */
public record GoNoGoRules(
        Duration maxAge,
        int minShadowPairs,
        double maxDropped,
        double margin,
        Set<String> structureMetrics,
        Set<String> toolMetrics) {

    /** 30 days, 100 pairs, a fifth dropped, 5 points; the metrics by the names of the checks of {@code evidence}. */
    public static final GoNoGoRules DEFAULT = new GoNoGoRules(
            Duration.ofDays(30),
            100,
            0.2,
            0.05,
            Set.of("json", "json-schema"),
            Set.of("tool-calls", "tool-calls-as-reference"));

    /**
     * Checks the components.
     *
     * @param maxAge as above
     * @param minShadowPairs as above
     * @param maxDropped as above
     * @param margin as above
     * @param structureMetrics as above; copied
     * @param toolMetrics as above; copied
     */
    public GoNoGoRules {
        Objects.requireNonNull(maxAge, "maxAge");
        if (maxAge.isNegative() || minShadowPairs < 1) {
            throw new IllegalArgumentException("maxAge, minShadowPairs: must not be negative, must be at least 1");
        }
        if (!(maxDropped >= 0 && maxDropped <= 1) || !(margin >= 0 && margin <= 1)) {
            throw new IllegalArgumentException("maxDropped, margin: must be from 0 to 1");
        }
        structureMetrics = java.util.Collections.unmodifiableSet(new TreeSet<>(structureMetrics));
        toolMetrics = java.util.Collections.unmodifiableSet(new TreeSet<>(toolMetrics));
    }
}
