/**
 * OpenAI's JSON and server-sent events, to and from the nouns; no HTTP client inside. {@link
 * dev.portolan.wire.openai.OpenAiWire} is the seam; its two implementations are Chat Completions and Responses.
 */
@NullMarked
package dev.portolan.wire.openai;

import org.jspecify.annotations.NullMarked;
