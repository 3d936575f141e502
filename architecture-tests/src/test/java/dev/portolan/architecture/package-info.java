/** What may depend on what, how things are named, and what callers may be shown: rules over all modules. */
@NullMarked
package dev.portolan.architecture;

import org.jspecify.annotations.NullMarked;
