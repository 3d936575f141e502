/** The command line {@code portolan}: one class for each command. */
@NullMarked
package dev.portolan.cli;

import org.jspecify.annotations.NullMarked;
