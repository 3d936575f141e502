/** Makes the weights of the complexity scorer from public outcomes, and reports what they are worth. */
@NullMarked
package dev.portolan.routing.complexity.training;

import org.jspecify.annotations.NullMarked;
