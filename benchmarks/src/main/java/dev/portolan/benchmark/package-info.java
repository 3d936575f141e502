/** Portolan beside clients written by hand for one purpose, on the same transport. */
@NullMarked
package dev.portolan.benchmark;

import org.jspecify.annotations.NullMarked;
