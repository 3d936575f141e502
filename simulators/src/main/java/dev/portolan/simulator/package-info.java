/**
 * Servers on loopback that speak the vendors' own wires, for tests, examples and measurements without a key or a network. What
 * is behind a simulator's answers is a {@link dev.portolan.simulator.Responder}, the same for every wire.
 */
@NullMarked
package dev.portolan.simulator;

import org.jspecify.annotations.NullMarked;
