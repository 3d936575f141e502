/** Many streams at once against a server in another process, for the tests of providers. */
@NullMarked
package dev.portolan.recorded.load;

import org.jspecify.annotations.NullMarked;
