package dev.portolan.tool;

import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolResult;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the model is told of calls that ran, and of those that did not. */
final class CallResults {

    private static final Logger LOG = LoggerFactory.getLogger(ToolLoop.class);

    private CallResults() {}

    /** Whether a result is what the tool promised. */
    static boolean fits(ToolDefinition definition, ToolResult result) {
        if (definition.output() == null || result.error()) {
            return true;
        }
        return result.content().size() == 1
                && result.content().get(0) instanceof TextPart text
                && definition.output().violations(text.text()).isEmpty();
    }

    static ToolResult invalid(CheckedCall call) {
        return error(call, "The tool gave back something that it must not, and it was thrown away.");
    }

    static ToolResult failed(CheckedCall call, ToolDefinition definition, LoopSettings settings, Throwable failure) {
        if (failure instanceof ToolFailure told) {
            return error(call, Objects.requireNonNullElse(told.getMessage(), ""));
        }
        try {
            return error(call, settings.failureText().apply(definition, failure));
        } catch (RuntimeException e) {
            LOG.warn("What tells failures of tools failed with {}", e.getClass().getName());
            return error(call, failed(definition));
        }
    }

    static String failed(ToolDefinition definition) {
        return "The tool " + definition.name() + " failed.";
    }

    static ToolResult tookTooLong(CheckedCall call, ToolDefinition definition) {
        return error(
                call,
                "The tool took longer than " + definition.timeout().toMillis() + " ms and was stopped."
                        + (definition.retry().idempotent()
                                ? ""
                                : " It is unknown whether it took effect: find out before you make the call again."));
    }

    static ToolResult stopped(CheckedCall call) {
        return error(
                call,
                "The call was stopped while it ran. It is unknown whether it took effect: find out before you make it again.");
    }

    static ToolResult unrecorded(CheckedCall call) {
        return error(call, "The call could not be recorded, so the tool was not run. Do not try again.");
    }

    static ToolResult notTaken(CheckedCall call) {
        return error(call, "The tool cannot be run at the moment; nothing was done.");
    }

    static ToolResult unknown(CheckedCall call) {
        return error(
                call,
                "This call was cut off while it ran. It is unknown whether it took effect: find out before you make it again.");
    }

    static ToolResult error(CheckedCall call, String text) {
        return ToolResult.error(call.open().call(), text);
    }
}
