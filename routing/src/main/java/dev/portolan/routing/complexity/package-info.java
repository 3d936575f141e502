/**
 * How much a request gains from the strong model: a scorer that needs no model of its own, what is learnt on top of it from
 * outcomes, and the thresholds that turn a score into a choice. Nothing here calls anything or keeps a prompt.
 */
@NullMarked
package dev.portolan.routing.complexity;

import org.jspecify.annotations.NullMarked;
