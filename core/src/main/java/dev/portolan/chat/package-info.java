/**
 * The nouns of a conversation with a language model: what is asked ({@link dev.portolan.chat.ChatRequest}), what belongs
 * to the call ({@link dev.portolan.chat.CallContext}), who answers ({@link dev.portolan.chat.ChatModel}) and what comes
 * back ({@link dev.portolan.chat.ChatResponse}, {@link dev.portolan.chat.ChatStream}).
 *
 * <p>Values are immutable and safe to share between threads unless their own page says otherwise. Getters return {@code
 * null} only where marked {@link org.jspecify.annotations.Nullable}: the value is unknown or was not set, which is never
 * the same as zero or empty. {@code toString} of every type here shows shapes and counts, never prompts, answers or keys.
 */
@NullMarked
package dev.portolan.chat;

import org.jspecify.annotations.NullMarked;
