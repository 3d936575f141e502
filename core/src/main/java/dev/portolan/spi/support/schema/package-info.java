/**
 * The engine behind schema dialects: a dialect is a list of rules, each with the code under which its vendor's behaviour is
 * documented. Kept compatible for the modules of one release only.
 */
@NullMarked
package dev.portolan.spi.support.schema;

import org.jspecify.annotations.NullMarked;
