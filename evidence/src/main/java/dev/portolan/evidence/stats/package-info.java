/**
 * Statistics that a verdict about two models rests on: intervals of rates and of paired differences, resampling, tests that hold
 * when one looks after every request. Pure functions; what is random has a seed and gives the same figures again.
 *
 * <p>The unit is the <i>example</i>: where a model was asked several times, the mean over its answers is one observation. Examples
 * that belong together (one conversation, one document) share a cluster.
 */
@NullMarked
package dev.portolan.evidence.stats;

import org.jspecify.annotations.NullMarked;
