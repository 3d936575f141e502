package dev.portolan.routing.rollout.judge;

import java.util.Locale;

/** What a rollout watches. */
public enum Metric {
    /** The share of calls that fail. */
    ERRORS,
    /** How long answers take, beside those of the source in the same time. */
    LATENCY,
    /** What answers cost, beside the forecast. */
    COST,
    /** How good answers are, beside those of the source in the same time. */
    QUALITY,
    /** Whether the two sides get the shares that they should. */
    SPLIT;

    /**
     * Its name in texts and settings.
     *
     * @return in lower case, such as {@code latency}
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
