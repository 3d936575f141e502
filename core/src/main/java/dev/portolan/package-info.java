/** The entry: {@link dev.portolan.Portolan} gives the models that the configuration names. */
@NullMarked
package dev.portolan;

import org.jspecify.annotations.NullMarked;
