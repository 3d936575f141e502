package dev.portolan.simulator.internal;

/** How a piece is said. */
public enum Manner {
    /** As it should be. */
    WHOLE,
    /** Its first half only. */
    HALF,
    /** Nonsense in a right frame. */
    GARBLED,
    /** Right content in a wrong frame. */
    SPOILED,
    /** With text that is no UTF-8. */
    BAD_TEXT
}
