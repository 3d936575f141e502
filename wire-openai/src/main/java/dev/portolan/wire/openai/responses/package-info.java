/**
 * OpenAI's Responses API, to and from the nouns. {@link dev.portolan.wire.openai.responses.ResponsesWire} is the entry; {@link
 * dev.portolan.wire.openai.responses.TokenCounting} asks how many tokens a request has.
 *
 * <p>A request that is read and written again is the same JSON but for these normalisations:
 *
 * <ul>
 *   <li>{@code input} as a string becomes a list of one user message; without input there is none again;
 *   <li>content that is one text may be a string or a list of that one text, and {@code "type": "message"} may be left out;
 *   <li>known members that are {@code null} or an empty {@code tools}, {@code stream: false}, and a tool's {@code description}
 *       or {@code strict} that is {@code null} or empty, are left out; a tool without {@code parameters} gets those of no
 *       argument;
 *   <li>{@code tools}: functions come before the tools that the vendor runs;
 *   <li>of earlier answers {@code logprobs} and empty {@code annotations} are left out;
 *   <li>a reasoning item that no item of the same answer follows is left out, since the vendor rejects it;
 *   <li>empty {@code arguments} are {@code {}}, and numbers keep their value, not their spelling.
 * </ul>
 */
@NullMarked
package dev.portolan.wire.openai.responses;

import org.jspecify.annotations.NullMarked;
