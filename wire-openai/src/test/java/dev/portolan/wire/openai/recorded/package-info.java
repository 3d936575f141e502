/** Recorded traffic of real services, kept outside of the project, as a judge of the wires. */
@NullMarked
package dev.portolan.wire.openai.recorded;

import org.jspecify.annotations.NullMarked;
