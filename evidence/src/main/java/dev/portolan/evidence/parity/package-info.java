/**
 * What a comparison of two models found, and what follows from it: the data of a parity run, its metrics, and the verdict.
 *
 * <p>{@link dev.portolan.evidence.parity.ParityReport#evaluate} turns answers and scores into a report; the runs themselves and the
 * rendering of reports are in the testkit.
 */
@NullMarked
package dev.portolan.evidence.parity;

import org.jspecify.annotations.NullMarked;
