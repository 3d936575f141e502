package dev.portolan.routing.rollout;

/** What happens to a user's call that the target failed before any output was seen. */
public enum Replay {
    /** The source answers it, within the same deadline and attempt budget; the failure counts against the target all the same. */
    ON_SOURCE,
    /** It fails. */
    NONE
}
