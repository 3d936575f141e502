package dev.portolan.chat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits on the phases of one attempt. The limit on the whole call is the {@link Deadline} of the {@link CallContext}.
 *
 * @param connect how long connecting may take, TLS included; {@code null} for the default
 * @param firstToken how long from sending the request until the first byte of the answer's body; {@code null} for the
 *     default
 * @param idle how long a stream may be silent while the reader waits; time in which nobody reads does not count; {@code
 *     null} for the default
 */
public record Timeouts(
        @Nullable Duration connect,
        @Nullable Duration firstToken,
        @Nullable Duration idle) {

    /** Nothing set: the model's settings or the library's defaults apply. */
    public static final Timeouts UNSET = new Timeouts(null, null, null);

    /**
     * Checks the components.
     *
     * @param connect as above
     * @param firstToken as above
     * @param idle as above
     */
    public Timeouts {
        requirePositive("connect", connect);
        requirePositive("firstToken", firstToken);
        requirePositive("idle", idle);
    }

    /**
     * These limits, and where one is not set, the other's.
     *
     * @param other where missing limits are taken from
     * @return the merged limits
     */
    public Timeouts orElse(Timeouts other) {
        return new Timeouts(
                connect != null ? connect : other.connect,
                firstToken != null ? firstToken : other.firstToken,
                idle != null ? idle : other.idle);
    }

    private static void requirePositive(String name, @Nullable Duration value) {
        if (value != null && (value.isZero() || value.isNegative())) {
            throw new IllegalArgumentException(name + " timeout must be more than zero");
        }
    }
}
