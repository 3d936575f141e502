package dev.portolan.simulator.internal;

/** What a piece of an answer is for. Faults that leave something out, or say it twice, go by it. */
public enum Role {
    /** Begins the answer; nothing of it yet. */
    START,
    /** Something that the model says, or what stands around it. */
    CONTENT,
    /** Why the model stopped; where the wire tells the usage in the same piece, that too. */
    FINISH,
    /** The usage, where it has a piece of its own. */
    USAGE,
    /** The wire's own mark that nothing follows. */
    END
}
