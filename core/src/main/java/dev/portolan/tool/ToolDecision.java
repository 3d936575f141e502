package dev.portolan.tool;

import dev.portolan.chat.Part;
import dev.portolan.chat.TextPart;
import java.util.List;
import java.util.Objects;

/**
 * What somebody decided about a {@link PendingCall}, given to {@link ToolLoop#resume}. It is bound to the call's id and to the digest
 * of its arguments: for a call with other arguments it counts for nothing.
 *
 * @param callId the call's id
 * @param argumentsDigest {@link PendingCall#argumentsDigest()}
 * @param verdict what was decided
 * @param actor who decided, for the audit
 * @param content of an answer the result, of a refusal what the model is told; otherwise empty
 */
public record ToolDecision(String callId, String argumentsDigest, Verdict verdict, String actor, List<Part> content) {

    /** What can be decided. */
    public enum Verdict {
        /** The call may run. */
        APPROVE,
        /** It must not run, and the model is told why. */
        REFUSE,
        /** Nothing runs; the content is the result. */
        ANSWER
    }

    /**
     * Checks the components.
     *
     * @param callId as above
     * @param argumentsDigest as above
     * @param verdict as above
     * @param actor as above
     * @param content as above
     */
    public ToolDecision {
        Objects.requireNonNull(callId, "callId");
        Objects.requireNonNull(argumentsDigest, "argumentsDigest");
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(actor, "actor");
        content = List.copyOf(content);
    }

    /**
     * The call may run.
     *
     * @param callId the call's id
     * @param argumentsDigest {@link PendingCall#argumentsDigest()}
     * @param actor who decided
     * @return the decision
     */
    public static ToolDecision approve(String callId, String argumentsDigest, String actor) {
        return new ToolDecision(callId, argumentsDigest, Verdict.APPROVE, actor, List.of());
    }

    /**
     * The call must not run.
     *
     * @param callId the call's id
     * @param argumentsDigest {@link PendingCall#argumentsDigest()}
     * @param actor who decided
     * @param reason what the model is told
     * @return the decision
     */
    public static ToolDecision refuse(String callId, String argumentsDigest, String actor, String reason) {
        return new ToolDecision(callId, argumentsDigest, Verdict.REFUSE, actor, List.of(new TextPart(reason)));
    }

    /**
     * The result comes from elsewhere.
     *
     * @param callId the call's id
     * @param argumentsDigest {@link PendingCall#argumentsDigest()}
     * @param actor who gives it
     * @param content the result
     * @return the decision
     */
    public static ToolDecision answer(String callId, String argumentsDigest, String actor, List<Part> content) {
        return new ToolDecision(callId, argumentsDigest, Verdict.ANSWER, actor, content);
    }

    @Override
    public String toString() {
        return "ToolDecision[" + verdict + ", call=" + callId + ", actor=" + actor + "]";
    }
}
