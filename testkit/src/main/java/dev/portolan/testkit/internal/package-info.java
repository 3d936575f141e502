/** What parity runs and load runs share. */
@NullMarked
package dev.portolan.testkit.internal;

import org.jspecify.annotations.NullMarked;
