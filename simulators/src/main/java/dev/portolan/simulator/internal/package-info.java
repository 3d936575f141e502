/** What the simulators of all wires share: tokens, answers that honour a request, instances of schemas. */
@NullMarked
package dev.portolan.simulator.internal;

import org.jspecify.annotations.NullMarked;
