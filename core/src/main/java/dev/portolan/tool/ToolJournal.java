package dev.portolan.tool;

import dev.portolan.chat.ToolResult;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which calls have begun and how they ended, beyond the life of a process, so that none runs twice when a conversation is
 * resumed from an older copy of its messages, or by two processes at once. Without a journal a loop knows only what its messages say.
 *
 * <p>Results are content: keep a journal as you keep conversations. Implementations are thread-safe.
 */
public interface ToolJournal {

    /**
     * Which call is meant.
     *
     * @param conversation the conversation
     * @param callId the call's id; where a server used the id before in the conversation, with {@code #2}, {@code #3} and so on
     * @param argumentsDigest SHA-256 of its arguments
     */
    record Key(String conversation, String callId, String argumentsDigest) {

        /**
         * Checks the components.
         *
         * @param conversation as above
         * @param callId as above
         * @param argumentsDigest as above
         */
        public Key {
            Objects.requireNonNull(conversation, "conversation");
            Objects.requireNonNull(callId, "callId");
            Objects.requireNonNull(argumentsDigest, "argumentsDigest");
        }
    }

    /**
     * What is known of a call.
     *
     * @param begun whether it has begun
     * @param result how it ended; {@code null} when it has not, or nobody knows
     */
    record Entry(boolean begun, @Nullable ToolResult result) {

        /** It has not begun. */
        public static final Entry NEW = new Entry(false, null);

        /** It has begun; how it ended is unknown. */
        public static final Entry BEGUN = new Entry(true, null);
    }

    /**
     * What is known of a call.
     *
     * @param key the call
     * @return what is known
     */
    Entry find(Key key);

    /**
     * Notes that a call begins. When this returns, the note outlives the process.
     *
     * @param key the call
     * @param again whether it may have begun before
     * @return false when it had begun before and {@code again} is false; then somebody else runs it, and nothing was noted
     */
    boolean begin(Key key, boolean again);

    /**
     * Notes how a call ended.
     *
     * @param key the call
     * @param result what the model is told
     */
    void end(Key key, ToolResult result);

    /**
     * A journal that lives and dies with the process; it keeps apart loops that run at once.
     *
     * @return an empty journal
     */
    static ToolJournal inMemory() {
        return new InMemoryToolJournal();
    }
}
