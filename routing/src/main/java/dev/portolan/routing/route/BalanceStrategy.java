package dev.portolan.routing.route;

/**
 * How a balancing router chooses where no prompt cache decides. The last two draw two targets by chance and take the better one: with the
 * best of all, every caller would run to the same target at once.
 */
public enum BalanceStrategy {
    /** By the plan's weights, all alike without them. */
    WEIGHTED,
    /** The one with fewer calls under way, in proportion to its weight. */
    LEAST_BUSY,
    /** The one where the recent latency, times the calls under way and this one, is less. */
    LATENCY
}
