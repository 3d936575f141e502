package dev.portolan.evidence.parity;

/** Which of the two models. */
public enum Side {
    /** The one that is there. */
    SOURCE,
    /** The one that shall replace it. */
    TARGET
}
