/**
 * What a move to another model would break, found without calling any: {@link dev.portolan.routing.portability.Portability} holds
 * recorded requests against a model that is built and against what the catalog knows of it.
 */
@NullMarked
package dev.portolan.routing.portability;

import org.jspecify.annotations.NullMarked;
