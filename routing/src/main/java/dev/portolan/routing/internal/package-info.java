/** What the documents of this module are written with. */
@NullMarked
package dev.portolan.routing.internal;

import org.jspecify.annotations.NullMarked;
