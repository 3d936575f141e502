/**
 * Money: what models cost, what a workload costs in a month on either side, and whether a move pays. Amounts are exact decimals with their
 * currency; currencies are never mixed, and what is not known is unknown, never 0.
 */
@NullMarked
package dev.portolan.evidence.cost;

import org.jspecify.annotations.NullMarked;
