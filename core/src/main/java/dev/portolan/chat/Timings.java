package dev.portolan.chat;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How long a call took, as the caller saw it.
 *
 * @param total from sending the request until the answer was complete
 * @param firstToken from sending the request until the first visible event of a stream; {@code null} for calls that do not
 *     stream and for streams without a visible event
 */
public record Timings(Duration total, @Nullable Duration firstToken) {

    /**
     * Checks the components.
     *
     * @param total as above
     * @param firstToken as above
     */
    public Timings {
        Objects.requireNonNull(total, "total");
    }
}
