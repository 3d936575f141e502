package dev.portolan.routing.rollout;

import dev.portolan.chat.CallContext;

/**
 * A limit to the target's share that somebody else holds, such as a feature flag: the share is the smaller of this and the rollout's own. So
 * a flag can always take traffic away and never give any, and cannot undo a rollback. With an OpenFeature client it is
 * {@code context -> client.getDoubleValue("rollout-percent", 100.0)}.
 */
@FunctionalInterface
public interface PercentCeiling {

    /** No limit. */
    PercentCeiling NONE = context -> 100;

    /**
     * The limit for a call. Asked for each one, on the caller's thread: it must be quick, as flags that a client keeps in memory are.
     *
     * @param context what belongs to the call
     * @return percent; below 0 counts as 0, above 100 as 100. When this throws or is no number, it counts as 0: who cannot be asked is not
     *     overruled
     */
    double percent(CallContext context);
}
