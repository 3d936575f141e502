/**
 * Models on an Ollama server, through its native API: on this machine, on another one, or hosted. Applications configure it as
 * provider {@code ollama}; {@link dev.portolan.ollama.OllamaConnection} is for those who would rather do it in code.
 */
@NullMarked
package dev.portolan.ollama;

import org.jspecify.annotations.NullMarked;
