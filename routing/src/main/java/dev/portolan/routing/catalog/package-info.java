/**
 * The chart: which models there are, on which clouds, under which ids, at which prices and until when, and which of them can stand in for
 * which. Everything is data with a date and a source; what is not known is unknown, never a guess and never 0. Nothing here calls a
 * network unless it is asked to.
 */
@NullMarked
package dev.portolan.routing.catalog;

import org.jspecify.annotations.NullMarked;
