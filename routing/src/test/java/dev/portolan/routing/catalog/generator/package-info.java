/** Makes the catalog that the module ships from collected facts and the providers' own files. Test code: it never ships itself. */
@NullMarked
package dev.portolan.routing.catalog.generator;

import org.jspecify.annotations.NullMarked;
