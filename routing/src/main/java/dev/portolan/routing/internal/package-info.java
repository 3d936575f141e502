/** What several packages of this module are made of: streams that open another one, tables and JSON of documents. */
@NullMarked
package dev.portolan.routing.internal;

import org.jspecify.annotations.NullMarked;
