/** Proving before an outage that the fallback answers: targets are made to fail without a call, and the others are asked really. */
@NullMarked
package dev.portolan.routing.drill;

import org.jspecify.annotations.NullMarked;
