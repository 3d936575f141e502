package dev.portolan.routing.shadow;

import java.util.Locale;

/**
 * Why a sampled call is not among the pairs. What is dropped under load is not a random share of the traffic, so every result tells these
 * counts beside its pairs.
 */
public enum NotCompared {
    /** Newer calls took its place in the full queue: the shadow is slower than the traffic. */
    QUEUE_FULL,
    /** The daily cap was reached. */
    CAPPED,
    /** The budget of the day was used up, or cannot be kept since the target's cost is not known; or a budget of the target's own said no. */
    BUDGET,
    /** The circuit breaker did not let the target be called. */
    CIRCUIT_OPEN,
    /** Too many calls of the target hang and cannot be stopped, or a check hung. */
    STUCK,
    /** The request would make the target's vendor run tools or keep things by itself. */
    SIDE_EFFECTS,
    /** The reader left the stream before its end, so that there is no answer of the source. */
    ABANDONED,
    /** The application cancelled its call, or its deadline or budget ended it, so that there is no answer of the source. */
    CANCELLED,
    /** The source or the target failed by a mistake in a program, not by an error of a model. */
    DEFECT,
    /** The shadow was closed before its turn came, or while it was under way. */
    CLOSED;

    private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /**
     * The reason as it is written in reports.
     *
     * @return such as {@code queue-full}
     */
    public String id() {
        return id;
    }

    /**
     * Whether the shadow's own limits are the reason, rather than the call: such calls would have been compared by a larger shadow.
     *
     * @return true for {@link #QUEUE_FULL}, {@link #CAPPED}, {@link #BUDGET}, {@link #CIRCUIT_OPEN} and {@link #STUCK}
     */
    public boolean ofTheShadow() {
        return switch (this) {
            case QUEUE_FULL, CAPPED, BUDGET, CIRCUIT_OPEN, STUCK -> true;
            case SIDE_EFFECTS, ABANDONED, CANCELLED, DEFECT, CLOSED -> false;
        };
    }
}
