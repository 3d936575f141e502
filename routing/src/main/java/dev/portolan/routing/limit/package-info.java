/** Keeps to what a vendor allows in a minute, by waiting within the deadline rather than by being refused. */
@NullMarked
package dev.portolan.routing.limit;

import org.jspecify.annotations.NullMarked;
