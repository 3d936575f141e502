/** What is told of each call: one event per logical call, with its attempts, to whoever listens. Nothing in it quotes a prompt or answer. */
@NullMarked
package dev.portolan.routing.telemetry;

import org.jspecify.annotations.NullMarked;
