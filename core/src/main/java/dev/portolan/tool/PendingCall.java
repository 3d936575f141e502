package dev.portolan.tool;

import dev.portolan.chat.Part;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call that waits for somebody: the loop has paused.
 *
 * @param call what the model wrote; show its arguments to whoever decides
 * @param argumentsDigest SHA-256 of the arguments, to which a decision is bound
 * @param reason what is waited for
 * @param question what the gate wants to know; empty where no gate asks
 * @param definition the tool, or {@code null} when it is none of the toolbox
 */
public record PendingCall(
        ToolCall call,
        String argumentsDigest,
        Reason reason,
        String question,
        @Nullable ToolDefinition definition) {

    /** What a call waits for. */
    public enum Reason {
        /** A human's yes or no, which the gate asked for. */
        APPROVAL,
        /** A result from elsewhere: the request declares the tool, the toolbox does not have it. */
        RESULT,
        /** Somebody who finds out what happened: the call had begun when its process or its loop ended. */
        UNKNOWN_OUTCOME
    }

    /**
     * Checks the components.
     *
     * @param call as above
     * @param argumentsDigest as above
     * @param reason as above
     * @param question as above
     * @param definition as above
     */
    public PendingCall {
        Objects.requireNonNull(call, "call");
        Objects.requireNonNull(argumentsDigest, "argumentsDigest");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(question, "question");
    }

    /**
     * The call may run; one of unknown outcome may run again.
     *
     * @param actor who says so, for the audit
     * @return the decision
     */
    public ToolDecision approve(String actor) {
        return ToolDecision.approve(call.id(), argumentsDigest, actor);
    }

    /**
     * The call must not run.
     *
     * @param actor who says so, for the audit
     * @param reason what the model is told
     * @return the decision
     */
    public ToolDecision refuse(String actor, String reason) {
        return ToolDecision.refuse(call.id(), argumentsDigest, actor, reason);
    }

    /**
     * The result comes from elsewhere; nothing runs.
     *
     * @param actor who gives it, for the audit
     * @param text the result
     * @return the decision
     */
    public ToolDecision answer(String actor, String text) {
        return answer(actor, List.of(new TextPart(text)));
    }

    /**
     * The result comes from elsewhere; nothing runs.
     *
     * @param actor who gives it, for the audit
     * @param content the result
     * @return the decision
     */
    public ToolDecision answer(String actor, List<Part> content) {
        return ToolDecision.answer(call.id(), argumentsDigest, actor, content);
    }

    @Override
    public String toString() {
        return "PendingCall[" + call.name() + ", call=" + call.id() + ", " + reason + "]";
    }
}
