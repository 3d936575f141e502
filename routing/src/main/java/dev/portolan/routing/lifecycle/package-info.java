/** What becomes of models that are in use: warnings of ends that are near, and answers that come from another model than the one asked for. */
@NullMarked
package dev.portolan.routing.lifecycle;

import org.jspecify.annotations.NullMarked;
