package dev.portolan.tool;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolResult;
import java.time.Duration;
import java.util.Objects;

/**
 * One step of a loop that is read piece by piece. The usual order:
 *
 * <pre>
 * ModelEvent*  (ToolStarted | ToolFinished)*  ModelEvent*  ...  Ended
 * </pre>
 *
 * <p>{@link Ended} is the last event of a loop that did not fail, and there is exactly one.
 */
public sealed interface ToolLoopEvent {

    /**
     * The model's answer goes on. Each round has its own {@link ChatEvent.Completed}.
     *
     * @param round which call to the model, from 1
     * @param event the step of its answer
     */
    record ModelEvent(int round, ChatEvent event) implements ToolLoopEvent {

        /**
         * Checks the components.
         *
         * @param round as above
         * @param event as above
         */
        public ModelEvent {
            Objects.requireNonNull(event, "event");
        }
    }

    /**
     * An attempt at a call begins.
     *
     * @param call the call
     * @param attempt which attempt, from 1
     */
    record ToolStarted(ToolCall call, int attempt) implements ToolLoopEvent {

        /**
         * Checks the components.
         *
         * @param call as above
         * @param attempt as above
         */
        public ToolStarted {
            Objects.requireNonNull(call, "call");
        }
    }

    /**
     * A call has its result, be it of a tool, an error, or somebody's decision.
     *
     * @param call the call
     * @param result the result, as the model will be told
     * @param duration how long the last attempt took; zero when nothing ran
     */
    record ToolFinished(ToolCall call, ToolResult result, Duration duration) implements ToolLoopEvent {

        /**
         * Checks the components.
         *
         * @param call as above
         * @param result as above
         * @param duration as above
         */
        public ToolFinished {
            Objects.requireNonNull(call, "call");
            Objects.requireNonNull(result, "result");
            Objects.requireNonNull(duration, "duration");
        }
    }

    /**
     * The loop has ended: the last event.
     *
     * @param result how
     */
    record Ended(ToolLoopResult result) implements ToolLoopEvent {

        /**
         * Checks the components.
         *
         * @param result as above
         */
        public Ended {
            Objects.requireNonNull(result, "result");
        }
    }
}
