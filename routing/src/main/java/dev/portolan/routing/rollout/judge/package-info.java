/**
 * Whether a model that gets a part of the traffic does well enough to get more: evidence that may be looked at after every call, and adds up
 * over instances and restarts.
 */
@NullMarked
package dev.portolan.routing.rollout.judge;

import org.jspecify.annotations.NullMarked;
