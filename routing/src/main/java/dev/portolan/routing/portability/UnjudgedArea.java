package dev.portolan.routing.portability;

import java.util.Objects;

/**
 * A topic, or a part of one, of which nothing can be told. Silence is never agreement: what is not judged is listed.
 *
 * @param area the topic
 * @param reason why, and what would tell
 */
public record UnjudgedArea(PortabilityArea area, String reason) {

    /**
     * Checks the components.
     *
     * @param area as above
     * @param reason as above
     */
    public UnjudgedArea {
        Objects.requireNonNull(area, "area");
        Objects.requireNonNull(reason, "reason");
    }
}
