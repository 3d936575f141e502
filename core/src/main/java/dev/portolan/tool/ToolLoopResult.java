package dev.portolan.tool;

import dev.portolan.chat.ChatResponse;
import java.util.List;
import java.util.Objects;

/** How a {@link ToolLoop} ended. A failure of the model, a cancellation or a passed deadline is no result but {@link ToolLoopFailed}. */
public sealed interface ToolLoopResult {

    /**
     * What was done.
     *
     * @return messages, usage, rounds
     */
    ToolTranscript transcript();

    /**
     * The model has answered, and calls no more tools.
     *
     * @param transcript what was done; its last message is the answer
     * @param response the answer; its usage is that of the last round alone
     */
    record Completed(ToolTranscript transcript, ChatResponse response) implements ToolLoopResult {

        /**
         * Checks the components.
         *
         * @param transcript as above
         * @param response as above
         */
        public Completed {
            Objects.requireNonNull(transcript, "transcript");
            Objects.requireNonNull(response, "response");
        }

        /**
         * The text of the answer.
         *
         * @return the text, possibly empty
         */
        public String text() {
            return response.text();
        }
    }

    /**
     * Somebody has to decide. Keep the messages; go on, perhaps in another process and with another model, with {@link
     * ToolLoop#resume}. Calls of the same turn that need no decision have run; their results are in the messages.
     *
     * @param transcript what was done
     * @param pending the calls that wait, at least one
     */
    record Paused(ToolTranscript transcript, List<PendingCall> pending) implements ToolLoopResult {

        /**
         * Checks the components.
         *
         * @param transcript as above
         * @param pending as above
         */
        public Paused {
            Objects.requireNonNull(transcript, "transcript");
            pending = List.copyOf(pending);
        }
    }

    /**
     * The model has been asked as often as it may be and still calls tools. None of these last calls has run; a run with the
     * transcript's messages runs them and goes on.
     *
     * @param transcript what was done; its last message holds the calls
     * @param response the last answer
     */
    record LimitReached(ToolTranscript transcript, ChatResponse response) implements ToolLoopResult {

        /**
         * Checks the components.
         *
         * @param transcript as above
         * @param response as above
         */
        public LimitReached {
            Objects.requireNonNull(transcript, "transcript");
            Objects.requireNonNull(response, "response");
        }
    }

    /**
     * The last answer holds tool calls and was cut off, by the limit on output tokens, a filter or a refusal. None of its calls has
     * run, complete as they may look, and the answer is not in the messages, so that none ever will. When {@code
     * response.finishReason()} says LENGTH, raise {@code maxOutputTokens} and run the transcript's messages again.
     *
     * @param transcript what was done before that answer
     * @param response the answer that was cut off
     */
    record Incomplete(ToolTranscript transcript, ChatResponse response) implements ToolLoopResult {

        /**
         * Checks the components.
         *
         * @param transcript as above
         * @param response as above
         */
        public Incomplete {
            Objects.requireNonNull(transcript, "transcript");
            Objects.requireNonNull(response, "response");
        }
    }
}
