package dev.portolan.routing.portability;

/** What a finding means for a move. The worst first. */
public enum Severity {
    /** Calls fail, or do something else than they should, until somebody acts. */
    BLOCKS,
    /** Calls work and are not the same: a setting is left out, a limit is nearer, a bill is higher. */
    CHANGES,
    /** Good to know; nothing has to be done. */
    INFORMS
}
