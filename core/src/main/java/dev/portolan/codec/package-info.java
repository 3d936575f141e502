/**
 * The nouns as JSON text and back: {@link dev.portolan.codec.JsonCodec}. Conversations that are stored, recordings and
 * journals are all written with it.
 */
@NullMarked
package dev.portolan.codec;

import org.jspecify.annotations.NullMarked;
