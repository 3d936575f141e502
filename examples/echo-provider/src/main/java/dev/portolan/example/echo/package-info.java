/** How to write a provider: start at {@link dev.portolan.example.echo.EchoProvider}. */
@NullMarked
package dev.portolan.example.echo;

import org.jspecify.annotations.NullMarked;
