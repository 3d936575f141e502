package dev.portolan.tool;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ToolResult;
import dev.portolan.tool.ToolAuditEvent.Decision;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides about the calls of a turn, in this order: wrong calls, duplicates, what ran before, what humans said, the gate. */
final class CallDecisions {

    private static final Logger LOG = LoggerFactory.getLogger(ToolLoop.class);
    private static final String LOOP = "loop";

    private final LoopSettings settings;
    private final OpenTurn turn;
    private final CallContext context;
    private final @Nullable String conversation;
    private final Collection<ToolDecision> decisions;
    private final AuditTrail trail;
    private final CallJournal journal;

    CallDecisions(
            LoopSettings settings,
            OpenTurn turn,
            CallContext context,
            @Nullable String conversation,
            Collection<ToolDecision> decisions,
            AuditTrail trail,
            CallJournal journal) {
        this.settings = settings;
        this.turn = turn;
        this.context = context;
        this.conversation = conversation;
        this.decisions = decisions;
        this.trail = trail;
        this.journal = journal;
    }

    CallPlan of(CheckedCall call) {
        if (call.problem() != null) {
            return tell(
                    call, Decision.REJECTED, LOOP, ToolResult.error(call.open().call(), call.problem()));
        }
        OpenTurn.Call leader = leader(call.open());
        if (leader != null) {
            trail.decided(call, Decision.DUPLICATE, LOOP);
            return new CallPlan.Share(leader.position(), leader.result());
        }
        ToolDecision said = said(call.open());
        ToolDefinition definition = call.definition();
        ToolJournal.Entry entry = journal.find(call.open());
        if (entry == null) {
            return tell(call, Decision.REJECTED, LOOP, CallResults.unrecorded(call));
        }
        if (entry.result() != null) {
            ToolResult result = entry.result();
            return tell(call, Decision.REPLAYED, LOOP, ResultIds.of(call.open().call(), result));
        }
        if (said != null && said.verdict() == ToolDecision.Verdict.REFUSE) {
            return tell(call, Decision.REFUSED, said.actor(), result(call, said, true));
        }
        if (said != null && said.verdict() == ToolDecision.Verdict.ANSWER) {
            return tell(call, Decision.ANSWERED, said.actor(), result(call, said, false));
        }
        if (definition == null) {
            return ask(call, Decision.ASKED, PendingCall.Reason.RESULT, "", LOOP);
        }
        boolean approved = said != null;
        boolean again = false;
        if (entry.begun()) {
            again = approved || definition.retry().idempotent() || settings.unknownOutcome() == UnknownOutcome.RUN;
            if (!again) {
                return unknown(call);
            }
        }
        return gated(call, definition, said, again);
    }

    private CallPlan unknown(CheckedCall call) {
        return settings.unknownOutcome() == UnknownOutcome.REPORT
                ? tell(call, Decision.UNKNOWN, LOOP, CallResults.unknown(call))
                : ask(call, Decision.UNKNOWN, PendingCall.Reason.UNKNOWN_OUTCOME, "", LOOP);
    }

    private CallPlan gated(CheckedCall call, ToolDefinition definition, @Nullable ToolDecision said, boolean again) {
        String gate = "gate";
        GateDecision decision;
        try {
            gate = settings.gate().name();
            decision = settings.gate()
                    .decide(new GateRequest(
                            definition, call.open().call(), call.arguments(), context, conversation, turn.number()));
        } catch (RuntimeException e) {
            // Only its class: the message of a foreign exception may hold anything.
            LOG.warn(
                    "The gate failed on a call of {} with {}",
                    definition.name(),
                    e.getClass().getName());
            decision = GateDecision.refuse("It could not be found out whether this is allowed, so it was not done.");
        }
        if (decision instanceof GateDecision.Refuse refuse) {
            return tell(
                    call, Decision.REFUSED, gate, ToolResult.error(call.open().call(), refuse.reason()));
        }
        if (decision instanceof GateDecision.Ask ask) {
            return said == null
                    ? ask(call, Decision.ASKED, PendingCall.Reason.APPROVAL, ask.question(), gate)
                    : run(call, Decision.APPROVED, said.actor(), again);
        }
        return run(call, Decision.ALLOWED, gate, again);
    }

    private CallPlan run(CheckedCall call, Decision decision, String actor, boolean again) {
        return trail.decided(call, decision, actor)
                ? new CallPlan.Run(again)
                : new CallPlan.Tell(CallResults.unrecorded(call));
    }

    private CallPlan tell(CheckedCall call, Decision decision, String actor, ToolResult result) {
        trail.decided(call, decision, actor);
        return new CallPlan.Tell(result);
    }

    private CallPlan ask(
            CheckedCall call, Decision decision, PendingCall.Reason reason, String question, String actor) {
        trail.decided(call, decision, actor);
        return new CallPlan.Wait(
                new PendingCall(call.open().call(), call.open().digest(), reason, question, call.definition()));
    }

    private static ToolResult result(CheckedCall call, ToolDecision said, boolean error) {
        return new ToolResult(call.open().call().id(), call.open().call().name(), said.content(), error, null);
    }

    /** What somebody decided about exactly this call. */
    private @Nullable ToolDecision said(OpenTurn.Call call) {
        for (ToolDecision decision : decisions) {
            if (decision.callId().equals(call.call().id())
                    && decision.argumentsDigest().equals(call.digest())) {
                return decision;
            }
        }
        return null;
    }

    /** An earlier call of the turn whose result this one shares, or null. */
    private OpenTurn.@Nullable Call leader(OpenTurn.Call call) {
        if (settings.duplicates() == DuplicateCalls.SHARE) {
            for (OpenTurn.Call earlier : turn.calls().subList(0, call.position())) {
                if (earlier.sameAs(call)) {
                    return earlier;
                }
            }
        }
        return null;
    }
}
