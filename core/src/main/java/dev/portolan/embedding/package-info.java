/** Texts to vectors. See {@link dev.portolan.embedding.EmbeddingModel}. */
@NullMarked
package dev.portolan.embedding;

import org.jspecify.annotations.NullMarked;
