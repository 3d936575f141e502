package dev.portolan.routing.state;

import java.util.Objects;

/**
 * An entry of a key's log.
 *
 * @param number its place in the log, from 1, without gaps
 * @param version the version of the value that came with it
 * @param text what was logged
 */
public record StoredEvent(long number, long version, String text) {

    /**
     * Checks the components.
     *
     * @param number as above
     * @param version as above
     * @param text as above
     */
    public StoredEvent {
        Objects.requireNonNull(text, "text");
        if (number < 1 || version < 1) {
            throw new IllegalArgumentException("number, version: must be at least 1");
        }
    }
}
