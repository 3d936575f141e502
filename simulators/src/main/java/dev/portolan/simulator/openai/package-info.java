/** The OpenAI API on loopback. See {@link dev.portolan.simulator.openai.OpenAiSimulator}. */
@NullMarked
package dev.portolan.simulator.openai;

import org.jspecify.annotations.NullMarked;
