/**
 * Anthropic's Messages, whoever serves them, to and from the nouns; no HTTP client inside. {@link
 * dev.portolan.wire.anthropic.AnthropicWire} is the wire, {@link dev.portolan.wire.anthropic.WireChatModel} a model over it, to
 * which a provider gives an endpoint.
 *
 * <p>A request that was read and is written again is the same JSON, but for what says the same: texts are blocks or plain, turns
 * of one role that follow each other are one, results of tools stand before other content, and members that are {@code null} or
 * {@code false} where that is the default are left out.
 */
@NullMarked
package dev.portolan.wire.anthropic;

import org.jspecify.annotations.NullMarked;
