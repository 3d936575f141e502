/** Amazon Bedrock's runtime service on loopback. Start at {@link dev.portolan.simulator.bedrock.BedrockSimulator}. */
@NullMarked
package dev.portolan.simulator.bedrock;

import org.jspecify.annotations.NullMarked;
