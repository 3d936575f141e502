package dev.portolan.evidence.recording;

import dev.portolan.chat.ChatEvent;
import java.time.Duration;
import java.util.Objects;

/**
 * An event of a recorded stream and when it came.
 *
 * @param after the time since the reader first asked for an event, zero or more
 * @param event what came
 */
public record TimedEvent(Duration after, ChatEvent event) {

    /**
     * Checks the components.
     *
     * @param after as above
     * @param event as above
     */
    public TimedEvent {
        Objects.requireNonNull(event, "event");
        if (after.isNegative()) {
            throw new IllegalArgumentException("after: must not be negative");
        }
    }
}
