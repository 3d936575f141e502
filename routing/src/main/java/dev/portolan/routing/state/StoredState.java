package dev.portolan.routing.state;

import java.util.Objects;

/**
 * What stands under a key.
 *
 * @param value the text
 * @param version 1 for the first value of a key, and one more with each update that changed it
 */
public record StoredState(String value, long version) {

    /**
     * Checks the components.
     *
     * @param value as above
     * @param version as above
     */
    public StoredState {
        Objects.requireNonNull(value, "value");
        if (version < 1) {
            throw new IllegalArgumentException("version: must be at least 1, not " + version);
        }
    }
}
