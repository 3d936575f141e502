/** Programs that measure Portolan on data from outside. */
@NullMarked
package dev.portolan.benchmarks;

import org.jspecify.annotations.NullMarked;
