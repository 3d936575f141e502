package dev.portolan.routing.route;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a second target is asked beside one that takes long. Immutable.
 *
 * @param quantile how much of the target's own recent latency must be over: 0.95 is as long as 95 of 100 of its answers took at most; more
 *     than 0, less than 1
 * @param minimumCalls how many answers of the last five minutes there must be before the quantile says anything; at least 1
 * @param after the earliest time at which a second target is asked, and the time itself while there are fewer answers than that; or {@code
 *     null} for no floor, and no second target until there are enough
 * @param maxShare which share of the calls may ask a second target, from 0 to 1; what is not used is kept for at most ten
 */
public record HedgePolicy(
        double quantile, int minimumCalls, @Nullable Duration after, double maxShare) {

    /** After the 95 % quantile of at least 50 answers, for at most a tenth of the calls. */
    public static final HedgePolicy DEFAULT = new HedgePolicy(0.95, 50, null, 0.1);

    /**
     * Checks the components.
     *
     * @param quantile as above
     * @param minimumCalls as above
     * @param after as above
     * @param maxShare as above
     * @throws IllegalArgumentException when one makes no sense; the message names the setting
     */
    public HedgePolicy {
        if (!(quantile > 0 && quantile < 1)) {
            throw new IllegalArgumentException("quantile: must be more than 0 and less than 1, not " + quantile);
        }
        if (minimumCalls < 1) {
            throw new IllegalArgumentException("minimum-calls: must be at least 1, not " + minimumCalls);
        }
        if (after != null && (after.isZero() || after.isNegative())) {
            throw new IllegalArgumentException("after: must be more than zero");
        }
        if (!(maxShare >= 0 && maxShare <= 1)) {
            throw new IllegalArgumentException("max-share: must be from 0 to 1, not " + maxShare);
        }
    }

    /** How long the first target has; {@code null} for as long as it takes. */
    @Nullable
    Duration delay(long quantileNanos) {
        if (quantileNanos < 0) {
            return after;
        }
        Duration seen = Duration.ofNanos(quantileNanos);
        return after != null && Objects.requireNonNull(after).compareTo(seen) > 0 ? after : seen;
    }
}
