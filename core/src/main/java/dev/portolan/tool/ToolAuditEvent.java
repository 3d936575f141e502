package dev.portolan.tool;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One step in the life of a tool call. Never holds arguments or results; the digest tells whether two calls had the same arguments.
 * (The digest of arguments that are easy to guess can be found by guessing.)
 *
 * <p>A call that runs leaves {@link Step#REQUESTED}, {@link Step#DECIDED}, and for each attempt {@link Step#EXECUTING} and {@link
 * Step#EXECUTED}. Where a process dies in between, the trail ends with {@code EXECUTING}: the tool may have run, in part or whole.
 *
 * @param at when
 * @param step which step
 * @param conversation which conversation, or {@code null}; see {@link ToolLoop#CONVERSATION_TAG}
 * @param turn which answer of the conversation, counted from 1 over its assistant messages
 * @param callId the call
 * @param tool the tool's name, as the model wrote it
 * @param owner who answers for the tool, or {@code null}
 * @param permission what it takes to use it, or {@code null}
 * @param sensitivity how careful one has to be with it, or {@code null} when the toolbox has no such tool
 * @param argumentsDigest SHA-256 of the arguments as canonical JSON
 * @param decision of {@code DECIDED}: what; otherwise {@code null}
 * @param actor of {@code DECIDED}: who, a gate's name, a human's, or {@code loop}; otherwise {@code null}
 * @param outcome of {@code EXECUTED}: how it ended; otherwise {@code null}
 * @param attempt of {@code EXECUTING} and {@code EXECUTED}: which attempt, from 1; otherwise 0
 * @param duration of {@code EXECUTED}: how long it took; otherwise {@code null}
 * @param tenant for whom, as the context says, or {@code null}
 * @param feature in what part of the application, as the context says, or {@code null}
 */
public record ToolAuditEvent(
        Instant at,
        Step step,
        @Nullable String conversation,
        int turn,
        String callId,
        String tool,
        @Nullable String owner,
        @Nullable String permission,
        @Nullable Sensitivity sensitivity,
        String argumentsDigest,
        @Nullable Decision decision,
        @Nullable String actor,
        @Nullable Outcome outcome,
        int attempt,
        @Nullable Duration duration,
        @Nullable String tenant,
        @Nullable String feature) {

    /** The steps of a call. */
    public enum Step {
        /** The model asked for it. */
        REQUESTED,
        /** It was decided what becomes of it; after a pause once more. */
        DECIDED,
        /** An attempt begins; told before anything of the tool runs. */
        EXECUTING,
        /** The attempt is over. */
        EXECUTED
    }

    /** What can be decided about a call. */
    public enum Decision {
        /** The gate lets it run. */
        ALLOWED,
        /** A human lets it run. */
        APPROVED,
        /** The gate or a human does not let it run. */
        REFUSED,
        /** A human is asked, and the loop pauses. */
        ASKED,
        /** Somebody gave the result; nothing runs. */
        ANSWERED,
        /** There is no such tool, or the arguments are wrong; the model is told. */
        REJECTED,
        /** It is the same call as another one of its turn, and gets that one's result. */
        DUPLICATE,
        /** It ran before, as the journal knows, and gets the result of that. */
        REPLAYED,
        /** It had begun before, and nobody knows how it ended; see {@link UnknownOutcome}. */
        UNKNOWN
    }

    /** How an attempt can end. */
    public enum Outcome {
        /** With a result. */
        SUCCEEDED,
        /** With an exception, or a result that is an error. */
        FAILED,
        /** It took too long. The tool was interrupted; whether it took effect is unknown. */
        TIMED_OUT,
        /** The loop was stopped. The tool was interrupted; whether it took effect is unknown. */
        CANCELLED,
        /** With a result that the tool's output schema does not allow. */
        INVALID_RESULT,
        /** The executor did not take it; nothing ran. */
        NOT_STARTED
    }

    /**
     * Checks the components.
     *
     * @param at as above
     * @param step as above
     * @param conversation as above
     * @param turn as above
     * @param callId as above
     * @param tool as above
     * @param owner as above
     * @param permission as above
     * @param sensitivity as above
     * @param argumentsDigest as above
     * @param decision as above
     * @param actor as above
     * @param outcome as above
     * @param attempt as above
     * @param duration as above
     * @param tenant as above
     * @param feature as above
     */
    public ToolAuditEvent {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(callId, "callId");
        Objects.requireNonNull(tool, "tool");
        Objects.requireNonNull(argumentsDigest, "argumentsDigest");
    }
}
