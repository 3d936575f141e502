/**
 * Azure OpenAI, and the models of Azure AI Foundry that speak OpenAI's protocol. Applications configure it as provider {@code
 * azure}; {@link dev.portolan.azure.AzureConnection} is for those who would rather do it in code, and {@link
 * dev.portolan.azure.ContentFilterResults} tells what Azure's content filters found.
 *
 * <p>Calls go through {@code com.azure:azure-ai-openai}, by the protocol methods of its asynchronous client: the requests and
 * answers are those of {@code dev.portolan.wire.openai}, byte for byte.
 */
@NullMarked
package dev.portolan.azure;

import org.jspecify.annotations.NullMarked;
