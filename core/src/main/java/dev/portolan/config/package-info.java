/**
 * What an application meets of configuration besides {@link dev.portolan.Portolan}: the exception that lists every mistake,
 * and the listener that hears of reloads.
 */
@NullMarked
package dev.portolan.config;

import org.jspecify.annotations.NullMarked;
