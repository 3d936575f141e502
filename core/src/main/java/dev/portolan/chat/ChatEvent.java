package dev.portolan.chat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One step of a streamed answer. The usual order:
 *
 * <pre>
 * ReasoningDelta*  TextDelta*  ToolCallDelta*  ToolCallCompleted*  UsageReported?  Completed
 * </pre>
 *
 * <p>Deltas of different blocks may interleave; the {@code block} number tells which belong together. {@link Completed} is
 * the last event of a stream that ended well, and there is exactly one.
 */
public sealed interface ChatEvent {

    /**
     * A piece of the answer's text.
     *
     * @param text the piece, not empty
     * @param block which block of text it continues
     */
    record TextDelta(String text, int block) implements ChatEvent {
        @Override
        public String toString() {
            return "TextDelta[" + text.length() + " chars, block=" + block + "]";
        }
    }

    /**
     * A piece of the model's reasoning.
     *
     * @param text the piece, not empty
     * @param block which block of reasoning it continues
     */
    record ReasoningDelta(String text, int block) implements ChatEvent {
        @Override
        public String toString() {
            return "ReasoningDelta[" + text.length() + " chars, block=" + block + "]";
        }
    }

    /**
     * A piece of the model's refusal.
     *
     * @param text the piece, not empty
     * @param block which block it continues
     */
    record RefusalDelta(String text, int block) implements ChatEvent {
        @Override
        public String toString() {
            return "RefusalDelta[" + text.length() + " chars, block=" + block + "]";
        }
    }

    /**
     * A piece of a tool call. For display only: the call is whole with {@link ToolCallCompleted}.
     *
     * @param block which call it continues
     * @param id the call's id, or {@code null} while the vendor has not sent it
     * @param name the tool's name, or {@code null} while the vendor has not sent it
     * @param argumentsDelta the next piece of the arguments' JSON text, possibly empty
     */
    record ToolCallDelta(
            int block, @Nullable String id, @Nullable String name, String argumentsDelta) implements ChatEvent {
        @Override
        public String toString() {
            return "ToolCallDelta[" + name + ", " + argumentsDelta.length() + " chars, block=" + block + "]";
        }
    }

    /**
     * A tool call is whole. Sent only after the vendor ended the answer properly, and only when the arguments are a JSON
     * object; a call with other arguments is found in the response alone.
     *
     * @param call the call
     * @param block which deltas it was made of
     */
    record ToolCallCompleted(ToolCall call, int block) implements ChatEvent {

        /**
         * Checks the components.
         *
         * @param call as above
         * @param block as above
         */
        public ToolCallCompleted {
            Objects.requireNonNull(call, "call");
        }
    }

    /**
     * The vendor told how many tokens were used so far. The last one counts; it is also in the response.
     *
     * @param usage the usage
     */
    record UsageReported(Usage usage) implements ChatEvent {

        /**
         * Checks the components.
         *
         * @param usage as above
         */
        public UsageReported {
            Objects.requireNonNull(usage, "usage");
        }
    }

    /**
     * The answer is complete: the last event.
     *
     * @param response everything that came, put together
     */
    record Completed(ChatResponse response) implements ChatEvent {

        /**
         * Checks the components.
         *
         * @param response as above
         */
        public Completed {
            Objects.requireNonNull(response, "response");
        }
    }

    /**
     * Something that this version has no name for.
     *
     * @param type the vendor's own name of it
     * @param json what the vendor sent, as JSON text
     */
    record Other(String type, String json) implements ChatEvent {
        @Override
        public String toString() {
            return "Other[" + type + ", " + json.length() + " chars]";
        }
    }
}
