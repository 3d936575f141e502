/**
 * How the chart changes: newer facts, fetched when they are asked for and never otherwise, and what differs between two states of it.
 */
@NullMarked
package dev.portolan.routing.catalog.update;

import org.jspecify.annotations.NullMarked;
