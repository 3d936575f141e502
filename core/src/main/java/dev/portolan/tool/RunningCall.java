package dev.portolan.tool;

import dev.portolan.chat.ToolResult;
import org.jspecify.annotations.Nullable;

/** A call of the turn and how far it has come. Used by the loop's thread only. */
final class RunningCall {

    /** How far a call has come. */
    enum State {
        /** Waits for its turn, or for the time of its next attempt. */
        QUEUED,
        /** An attempt runs. */
        RUNNING,
        /** It has a result, waits for somebody, or for the call whose result it shares. */
        SETTLED
    }

    final CheckedCall checked;
    final CallPlan plan;
    State state;
    int attempt;
    /** Of a queued call: not before this. Of a running one: since when. */
    long at;

    @Nullable
    ToolAttempt running;

    @Nullable
    ToolResult result;

    RunningCall(CheckedCall checked, CallPlan plan) {
        this.checked = checked;
        this.plan = plan;
        this.state = plan instanceof CallPlan.Run ? State.QUEUED : State.SETTLED;
        this.result = plan instanceof CallPlan.Tell tell ? tell.result() : null;
    }

    ToolDefinition definition() {
        ToolDefinition definition = checked.definition();
        if (definition == null) {
            throw new IllegalStateException("A call without a tool is never run");
        }
        return definition;
    }

    void settle(ToolResult settled) {
        state = State.SETTLED;
        result = settled;
        running = null;
    }
}
