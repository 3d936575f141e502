/** Looks for what was planted in all that a provider says, for the tests of providers. */
@NullMarked
package dev.portolan.recorded.secrets;

import org.jspecify.annotations.NullMarked;
