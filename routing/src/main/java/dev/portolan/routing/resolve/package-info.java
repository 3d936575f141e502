/** Answers {@code like=} and {@code tier=} of a configuration: from the lock file, so that nothing changes in silence, else from the catalog. */
@NullMarked
package dev.portolan.routing.resolve;

import org.jspecify.annotations.NullMarked;
