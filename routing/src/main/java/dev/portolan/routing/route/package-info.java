/**
 * Choosing among named models: gates that tell before a call who cannot take it, and fallback to the next model when one fails. What was
 * tried and what was passed over is on the attempt trail of every answer and error.
 */
@NullMarked
package dev.portolan.routing.route;

import org.jspecify.annotations.NullMarked;
