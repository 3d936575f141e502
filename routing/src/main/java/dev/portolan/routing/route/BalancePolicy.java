package dev.portolan.routing.route;

import java.time.Duration;
import java.util.Objects;

/**
 * How calls are spread over targets that do the same. Immutable.
 *
 * @param strategy who is chosen where no prompt cache decides
 * @param affinity which calls stay with the target that has their prompt in its cache
 * @param cacheLifetime how long a target is taken to keep a prompt after it was last used; more than zero
 * @param overload how many times as many calls as the others on average a target may have under way before a call leaves it in spite
 *     of its cache; at least 1. Up to four calls under way it never does
 */
public record BalancePolicy(BalanceStrategy strategy, Affinity affinity, Duration cacheLifetime, double overload) {

    /** By latency, with affinity for five minutes, which is how long most vendors keep a prompt, up to twice the load of the others. */
    public static final BalancePolicy DEFAULT =
            new BalancePolicy(BalanceStrategy.LATENCY, Affinity.PROMPT, Duration.ofMinutes(5), 2);

    /** Which calls stay with a target. */
    public enum Affinity {
        /** None. */
        OFF,
        /** Those with the same stickiness key. */
        KEY,
        /** Those with the same stickiness key; without one, those with the same tools, system text and first turn of the user. */
        PROMPT
    }

    /**
     * Checks the components.
     *
     * @param strategy as above
     * @param affinity as above
     * @param cacheLifetime as above
     * @param overload as above
     * @throws IllegalArgumentException when one makes no sense; the message names the setting
     */
    public BalancePolicy {
        Objects.requireNonNull(strategy, "strategy");
        Objects.requireNonNull(affinity, "affinity");
        if (cacheLifetime.isZero() || cacheLifetime.isNegative()) {
            throw new IllegalArgumentException("cache-lifetime: must be more than zero");
        }
        if (!(overload >= 1)) {
            throw new IllegalArgumentException("overload: must be at least 1, not " + overload);
        }
    }
}
