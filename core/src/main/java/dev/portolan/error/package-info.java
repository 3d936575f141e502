/**
 * What can go wrong with a call: one family of unchecked exceptions under {@link dev.portolan.error.LlmException}, one
 * subclass for each {@link dev.portolan.error.ErrorKind}, the same for every provider.
 */
@NullMarked
package dev.portolan.error;

import org.jspecify.annotations.NullMarked;
