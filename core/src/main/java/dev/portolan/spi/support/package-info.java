/**
 * What providers and decorators share: streams over bytes, timeouts, adaptation, JSON. Kept compatible for the modules of one
 * release only; extensions outside of this project should keep to {@code dev.portolan.spi}.
 */
@NullMarked
package dev.portolan.spi.support;

import org.jspecify.annotations.NullMarked;
