package dev.portolan.simulator.internal;

import dev.portolan.error.ErrorKind;

/** How an answer ends, after the pieces that a {@link FaultPlan} lets pass. */
public sealed interface Ending {

    /** As the protocol below has it. */
    record InOrder() implements Ending {}

    /** Not at all. */
    record Stalled() implements Ending {}

    /** With a reset. */
    record Reset() implements Ending {}

    /**
     * With an error in the vendor's form, and then in order.
     *
     * @param kind what went wrong
     */
    record Failed(ErrorKind kind) implements Ending {}

    /**
     * With filler, and then abruptly.
     *
     * @param bytes how much
     */
    record Filler(long bytes) implements Ending {}
}
