package dev.portolan.tool;

import dev.portolan.chat.ToolResult;
import org.jspecify.annotations.Nullable;

/** What becomes of a call, once it has been decided. */
sealed interface CallPlan {

    /** The model is told this; nothing runs. */
    record Tell(ToolResult result) implements CallPlan {}

    /** The tool runs; {@code again} when it may have begun before. */
    record Run(boolean again) implements CallPlan {}

    /** Somebody has to decide. */
    record Wait(PendingCall pending) implements CallPlan {}

    /** It gets the result of the call that stands earlier in the turn, which may have it already. */
    record Share(int leader, @Nullable ToolResult result) implements CallPlan {}
}
