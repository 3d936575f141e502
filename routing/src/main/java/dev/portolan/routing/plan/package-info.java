/**
 * The plan of a migration as a document: what runs today, what can stand in for it, what would break, which controls move along, what it
 * costs and brings, in which steps it goes live and when it goes back.
 */
@NullMarked
package dev.portolan.routing.plan;

import org.jspecify.annotations.NullMarked;
