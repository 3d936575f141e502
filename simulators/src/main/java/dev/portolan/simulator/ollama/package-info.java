/** Ollama's native API on loopback. */
@NullMarked
package dev.portolan.simulator.ollama;

import org.jspecify.annotations.NullMarked;
