/** Reads an overlay with the line of everything in it, checks it, and lays it over a catalog's file. */
@NullMarked
package dev.portolan.routing.catalog.internal.overlay;

import org.jspecify.annotations.NullMarked;
