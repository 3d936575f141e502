package dev.portolan.error;

/** The phases of a call that have a limit of their own. */
public enum TimeoutPhase {
    /** Connecting, TLS included. */
    CONNECT,
    /** From sending the request to the first byte of the answer. */
    FIRST_TOKEN,
    /** Silence in a stream while the reader waited. */
    IDLE,
    /** The whole call, all attempts included. */
    TOTAL
}
