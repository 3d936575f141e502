/** From property files to models: reading, checking, and the generations that calls run on. */
@NullMarked
package dev.portolan.config.internal;

import org.jspecify.annotations.NullMarked;
