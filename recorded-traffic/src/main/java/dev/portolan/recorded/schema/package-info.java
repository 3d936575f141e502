/** Schemas by chance against the dialects of wires, and the pages of rules. */
@NullMarked
package dev.portolan.recorded.schema;

import org.jspecify.annotations.NullMarked;
