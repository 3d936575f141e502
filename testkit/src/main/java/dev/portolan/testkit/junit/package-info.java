/**
 * Parity runs as JUnit tests: {@link dev.portolan.testkit.junit.ParityTest} compares two models once, and reports what it found as
 * tests.
 *
 * <p>Needs JUnit Jupiter 5.12 or newer, 6 included, on the class path.
 */
@NullMarked
package dev.portolan.testkit.junit;

import org.jspecify.annotations.NullMarked;
