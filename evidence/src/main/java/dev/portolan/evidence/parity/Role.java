package dev.portolan.evidence.parity;

/** What a metric counts for. */
public enum Role {
    /** The verdict needs it to pass. */
    GUARD,
    /** It is shown, and decides nothing. */
    INFORMATION
}
