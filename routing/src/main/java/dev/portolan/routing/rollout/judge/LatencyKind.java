package dev.portolan.routing.rollout.judge;

import java.util.Locale;

/** Times that compare with each other, and with no others. */
public enum LatencyKind {
    /** A call until its answer. */
    CALL,
    /** A stream until its first visible event. */
    FIRST_TOKEN,
    /** A stream until its end. */
    STREAM;

    /**
     * Its name in texts.
     *
     * @return in lower case, such as {@code first-token}
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
