/** How ids are written on each cloud, and what they mean. */
@NullMarked
package dev.portolan.routing.catalog.internal.ids;

import org.jspecify.annotations.NullMarked;
