package dev.portolan.routing.breaker;

import java.time.Duration;
import java.util.Objects;

/**
 * When a circuit breaker opens and for how long.
 *
 * @param failureRate the share of failed calls in the window from which it opens, more than 0 and at most 1
 * @param minimumCalls how many calls the window must hold before the share says anything, at least 1; without it a single failure
 *     were 100 %
 * @param window how far back calls count
 * @param openFor how long it stays open before a probe
 * @param maxOpenFor where that stops growing: it doubles with each probe that fails
 * @param probeTimeout after how long a probe that nobody has heard of again makes way for another
 */
public record BreakerPolicy(
        double failureRate,
        int minimumCalls,
        Duration window,
        Duration openFor,
        Duration maxOpenFor,
        Duration probeTimeout) {

    /** Half of at least 10 calls within a minute; open for 30 s, then up to 5 min; a probe has 60 s. */
    public static final BreakerPolicy DEFAULT = new BreakerPolicy(
            0.5, 10, Duration.ofMinutes(1), Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMinutes(1));

    /**
     * Checks the components.
     *
     * @param failureRate as above
     * @param minimumCalls as above
     * @param window as above
     * @param openFor as above
     * @param maxOpenFor as above
     * @param probeTimeout as above
     */
    public BreakerPolicy {
        if (!(failureRate > 0 && failureRate <= 1)) {
            throw new IllegalArgumentException("failure-rate: must be more than 0 and at most 1, not " + failureRate);
        }
        if (minimumCalls < 1) {
            throw new IllegalArgumentException("minimum-calls: must be at least 1, not " + minimumCalls);
        }
        positive("window", window);
        positive("open-for", openFor);
        positive("max-open-for", maxOpenFor);
        positive("probe-timeout", probeTimeout);
        if (maxOpenFor.compareTo(openFor) < 0) {
            throw new IllegalArgumentException("max-open-for: must be at least open-for");
        }
    }

    private static void positive(String name, Duration value) {
        Objects.requireNonNull(value, name);
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + ": must be more than zero");
        }
    }
}
