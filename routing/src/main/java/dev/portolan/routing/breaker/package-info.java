/** Stops calling a model that fails, and finds out by single probes when it works again. */
@NullMarked
package dev.portolan.routing.breaker;

import org.jspecify.annotations.NullMarked;
