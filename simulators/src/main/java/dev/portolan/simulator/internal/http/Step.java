package dev.portolan.simulator.internal.http;

import java.time.Duration;
import java.util.function.Supplier;

/** One thing a server does while it answers. An answer's body is a list of steps; a fault is another list. */
public sealed interface Step {

    /** Sends status and headers, before there is anything else to send. */
    record Head() implements Step {}

    /**
     * Sends bytes. They are made at the moment of sending, so that an answer that takes minutes is not held in memory.
     *
     * @param bytes makes the bytes; called once, at the latest moment, on a thread that serves all sockets, so it must be quick
     */
    record Send(Supplier<byte[]> bytes) implements Step {}

    /**
     * Waits, without holding a thread.
     *
     * @param time how long
     */
    record Pause(Duration time) implements Step {}

    /** Ends the connection at once and in order, whatever was promised. */
    record Close() implements Step {}

    /** Ends the connection with a reset. */
    record Reset() implements Step {}
}
