package dev.portolan.logging;

/** How much of a call is logged. */
public enum LogDetail {
    /** Nothing. */
    OFF,
    /** Who answered, how it ended, tokens, times, ids. Nothing of what was asked or answered. */
    METADATA,
    /** The same, and what was asked and answered, redacted and cut. */
    BODIES
}
