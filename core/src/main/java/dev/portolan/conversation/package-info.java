/**
 * Conversations that outlive a call, a process and a provider: an immutable history ({@link
 * dev.portolan.conversation.Conversation}) whose messages tell who wrote them, and its trimming to a number of tokens
 * ({@link dev.portolan.conversation.Trimming}). {@link dev.portolan.codec.JsonCodec#CONVERSATION} writes it as JSON.
 *
 * <p>A conversation holds what was said, as it was said; the wire of each provider fits it to its vendor's rules when it is
 * sent. So the model behind a conversation may change at any turn.
 */
@NullMarked
package dev.portolan.conversation;

import org.jspecify.annotations.NullMarked;
