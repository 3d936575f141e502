package dev.portolan.simulator;

import java.time.Duration;
import java.util.Objects;

/**
 * How fast a simulated model speaks. An answer in one piece takes as long as the same answer in a stream.
 *
 * @param first how long until the first token
 * @param token how long from one token to the next
 */
public record Pace(Duration first, Duration token) {

    /** As fast as the wire takes it. */
    public static final Pace INSTANT = new Pace(Duration.ZERO, Duration.ZERO);

    /**
     * Checks the components.
     *
     * @param first as above
     * @param token as above
     */
    public Pace {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(token, "token");
        if (first.isNegative() || token.isNegative()) {
            throw new IllegalArgumentException("A pace cannot be negative");
        }
    }

    /**
     * A pace in tokens.
     *
     * @param first how long until the first token
     * @param tokensPerSecond more than zero
     * @return the pace
     */
    public static Pace of(Duration first, double tokensPerSecond) {
        if (!(tokensPerSecond > 0)) {
            throw new IllegalArgumentException("tokensPerSecond must be more than zero");
        }
        return new Pace(first, Duration.ofNanos((long) (1_000_000_000 / tokensPerSecond)));
    }
}
