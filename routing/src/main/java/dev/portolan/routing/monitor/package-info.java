/** How models do: latency, errors, tokens and cost of the last minutes, by the name that was called. */
@NullMarked
package dev.portolan.routing.monitor;

import org.jspecify.annotations.NullMarked;
