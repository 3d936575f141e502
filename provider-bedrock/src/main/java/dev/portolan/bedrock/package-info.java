/**
 * The provider {@code bedrock}: models on Amazon Bedrock, by Converse, by InvokeModel where a model has no Converse, and by the
 * OpenAI-compatible endpoint. {@link dev.portolan.bedrock.BedrockConnection} is for use in code.
 */
@NullMarked
package dev.portolan.bedrock;

import org.jspecify.annotations.NullMarked;
