package dev.portolan.tool;

import dev.portolan.chat.CallContext;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the audit the steps of one turn's calls. */
final class AuditTrail {

    private static final Logger LOG = LoggerFactory.getLogger(ToolLoop.class);

    private final ToolAudit audit;
    private final Clock clock;
    private final CallContext context;
    private final @Nullable String conversation;
    private final int turn;

    AuditTrail(ToolAudit audit, Clock clock, CallContext context, @Nullable String conversation, int turn) {
        this.audit = audit;
        this.clock = clock;
        this.context = context;
        this.conversation = conversation;
        this.turn = turn;
    }

    void requested(OpenTurn.Call call, @Nullable ToolDefinition definition) {
        tell(call, definition, ToolAuditEvent.Step.REQUESTED, null, null, null, 0, null);
    }

    /** False when the audit failed. */
    boolean decided(CheckedCall call, ToolAuditEvent.Decision decision, String actor) {
        return tell(call.open(), call.definition(), ToolAuditEvent.Step.DECIDED, decision, actor, null, 0, null);
    }

    /** False when the audit failed; the attempt must not be made then. */
    boolean executing(CheckedCall call, int attempt) {
        return tell(call.open(), call.definition(), ToolAuditEvent.Step.EXECUTING, null, null, null, attempt, null);
    }

    void executed(CheckedCall call, int attempt, ToolAuditEvent.Outcome outcome, Duration duration) {
        tell(call.open(), call.definition(), ToolAuditEvent.Step.EXECUTED, null, null, outcome, attempt, duration);
    }

    private boolean tell(
            OpenTurn.Call call,
            @Nullable ToolDefinition definition,
            ToolAuditEvent.Step step,
            ToolAuditEvent.@Nullable Decision decision,
            @Nullable String actor,
            ToolAuditEvent.@Nullable Outcome outcome,
            int attempt,
            @Nullable Duration duration) {
        try {
            audit.record(new ToolAuditEvent(
                    clock.instant(),
                    step,
                    conversation,
                    turn,
                    call.call().id(),
                    call.call().name(),
                    definition == null ? null : definition.owner(),
                    definition == null ? null : definition.permission(),
                    definition == null ? null : definition.sensitivity(),
                    call.digest(),
                    decision,
                    actor,
                    outcome,
                    attempt,
                    duration,
                    context.tenant(),
                    context.feature()));
            return true;
        } catch (RuntimeException e) {
            // Only its class: the message of a foreign exception may hold anything.
            LOG.error(
                    "The audit of tools failed at step {} with {}",
                    step,
                    e.getClass().getName());
            return false;
        }
    }
}
