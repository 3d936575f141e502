/**
 * Moves live traffic from one model to another in steps, watched by statistics that may be looked at after every call, and back at once
 * when the new one does worse.
 */
@NullMarked
package dev.portolan.routing.rollout;

import org.jspecify.annotations.NullMarked;
