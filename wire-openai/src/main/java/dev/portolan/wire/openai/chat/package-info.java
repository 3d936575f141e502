/**
 * OpenAI's Chat Completions API, as OpenAI and the servers that speak its protocol send it.
 *
 * <p>A request read by {@link dev.portolan.wire.openai.OpenAiWire#decodeRequest decodeRequest} and written by {@link
 * dev.portolan.wire.openai.OpenAiWire#encode encode} is the same JSON, but for these normalisations:
 *
 * <ul>
 *   <li>members that are {@code null} and members that are absent are the same, and so are {@code 1} and {@code 1.0};
 *   <li>the limit on output has the name that the server knows, {@code max_completion_tokens} or {@code max_tokens};
 *   <li>{@code stream: false} is absent; a stream always asks for its usage, unless the server cannot be asked;
 *   <li>{@code stop} is an array; an empty one, empty {@code tools} and empty {@code tool_calls} are absent; {@code logprobs:
 *       false} and {@code top_logprobs: 0} are absent;
 *   <li>content of one plain text part is a string, an image address is an object; empty content, {@code ""}, {@code []}, {@code
 *       null} and no content are the same;
 *   <li>a missing {@code type} of tool, call or choice is {@code function}, a {@code type} or {@code name} repeated around a
 *       function is dropped, missing {@code parameters} are an object without properties, an empty description is absent; tools
 *       that are no plain functions follow those that are;
 *   <li>arguments that are {@code ""} or {@code "null"} are {@code "{}"}, arguments that are an object are text, several texts
 *       of one thinking part are one;
 *   <li>{@code any} and {@code required}, the {@code developer} role, {@code strict}, {@code parallel_tool_calls}, the name in
 *       a tool message and the ids of calls are as the server takes them (at most 40 characters at OpenAI); the parallel switch is absent without tools;
 *   <li>{@code response_format} of type {@code text} is absent.
 * </ul>
 *
 * <p>Fields without a noun travel as vendor options (of the request) or vendor state (of messages, parts and calls) under the
 * profile's provider id. Text is UTF-8; a chunk or body that is not is an {@link dev.portolan.error.InvalidResponse}. Of several
 * choices the first is kept, with a warning; {@code n} is asked for through vendor options.
 */
@NullMarked
package dev.portolan.wire.openai.chat;

import org.jspecify.annotations.NullMarked;
