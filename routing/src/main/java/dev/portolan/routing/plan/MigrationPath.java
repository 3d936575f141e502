package dev.portolan.routing.plan;

/** How much of a move there is. From the least to the most. */
public enum MigrationPath {
    /** Model calls in an application that one controls: change the configuration, compare, roll out. */
    QUICK,
    /** Structured output, tools or retrieval: the same, with checks for each of them. */
    CAREFUL,
    /** Memory, approvals or state that runs on for long: what holds it is built anew, and the model is only a part of that. */
    REBUILD
}
