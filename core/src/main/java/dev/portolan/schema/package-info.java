/** JSON Schema as the library's neutral description of tool arguments and structured answers. */
@NullMarked
package dev.portolan.schema;

import org.jspecify.annotations.NullMarked;
