/** Answers and arguments as Java types. */
@NullMarked
package dev.portolan.structured;

import org.jspecify.annotations.NullMarked;
