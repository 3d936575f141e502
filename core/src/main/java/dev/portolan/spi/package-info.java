/**
 * For those who extend Portolan: providers, routers, decorators, sources of secrets and resolvers of models, all found by
 * {@link java.util.ServiceLoader}. Applications need none of it.
 *
 * <p>Each entry point names the SPI version it was compiled against; {@link dev.portolan.spi.Spi#VERSION} is the current one.
 */
@NullMarked
package dev.portolan.spi;

import org.jspecify.annotations.NullMarked;
