/**
 * Parity runs: two or more models answer the same examples, and {@link dev.portolan.evidence.parity.ParityReport} says whether the
 * one can replace the other. Needs no test framework. See {@link dev.portolan.testkit.parity.ParityRun}.
 */
@NullMarked
package dev.portolan.testkit.parity;

import org.jspecify.annotations.NullMarked;
