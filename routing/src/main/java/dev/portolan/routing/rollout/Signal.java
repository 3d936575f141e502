package dev.portolan.routing.rollout;

import java.util.Locale;

/** What people outside say of answers. Counts of them warn; they never roll back by themselves. */
public enum Signal {
    /** Somebody complained. */
    COMPLAINT,
    /** A human had to take over. */
    ESCALATION,
    /** Somebody was satisfied, as with a thumb up. */
    SATISFIED,
    /** Somebody was not. */
    DISSATISFIED;

    /**
     * Its name in texts.
     *
     * @return in lower case
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
