package dev.portolan.evidence.parity;

/** What the scores of a metric look like, which decides how its margin is read. */
public enum Scale {
    /** Each answer passes or fails. The margin is in shares: 0.05 is five points. */
    PASS_RATE,
    /** Anything from 0 to 1. The margin is relative to the source: 0.05 is five per cent of its score. */
    SCORE
}
