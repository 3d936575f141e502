package dev.portolan.tool;

import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolResult;

/** Makes a result that of another call. */
final class ResultIds {

    private ResultIds() {}

    static ToolResult of(ToolCall call, ToolResult result) {
        return new ToolResult(call.id(), call.name(), result.content(), result.error(), result.vendorState());
    }
}
