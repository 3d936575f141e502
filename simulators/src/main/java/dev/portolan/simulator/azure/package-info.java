/** Azure OpenAI on loopback. Start with {@link dev.portolan.simulator.azure.AzureSimulator}. */
@NullMarked
package dev.portolan.simulator.azure;

import org.jspecify.annotations.NullMarked;
