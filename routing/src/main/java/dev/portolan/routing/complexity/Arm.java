package dev.portolan.routing.complexity;

/** Which of the two models of a choice. */
public enum Arm {
    /** The cheap one. */
    CHEAP,
    /** The strong one. */
    STRONG
}
