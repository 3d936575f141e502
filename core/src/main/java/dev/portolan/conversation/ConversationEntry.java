package dev.portolan.conversation;

import dev.portolan.chat.Message;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message in its conversation.
 *
 * @param message what was said
 * @param origin which model said it; {@code null} for what no model said, and where it is not known
 * @param time when it was added, or {@code null} when that is not known
 * @param pinned whether {@link Trimming} must keep it
 */
public record ConversationEntry(
        Message message,
        @Nullable MessageOrigin origin,
        @Nullable Instant time,
        boolean pinned) {

    /**
     * Checks the components.
     *
     * @param message as above
     * @param origin as above
     * @param time as above
     * @param pinned as above
     */
    public ConversationEntry {
        Objects.requireNonNull(message, "message");
    }

    /**
     * A message of which nothing else is known.
     *
     * @param message what was said
     */
    public ConversationEntry(Message message) {
        this(message, null, null, false);
    }

    /**
     * The same message, pinned or not.
     *
     * @param value whether trimming must keep it
     * @return an entry
     */
    public ConversationEntry withPinned(boolean value) {
        return new ConversationEntry(message, origin, time, value);
    }
}
