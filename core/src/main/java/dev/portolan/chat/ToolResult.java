package dev.portolan.chat;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a tool gave back for one {@link ToolCall}.
 *
 * @param callId the id of the call it answers
 * @param toolName the name of the tool; some wires pair results by name
 * @param content the result as parts, usually one text; empty means the tool returned nothing
 * @param error whether the tool failed; the content then says why
 * @param vendorState what the vendor wants back with it, or {@code null}
 */
public record ToolResult(
        String callId,
        String toolName,
        List<Part> content,
        boolean error,
        @Nullable VendorState vendorState) implements Part {

    /**
     * Checks the components.
     *
     * @param callId as above
     * @param toolName as above
     * @param content as above
     * @param error as above
     * @param vendorState as above
     */
    public ToolResult {
        Objects.requireNonNull(callId, "callId");
        Objects.requireNonNull(toolName, "toolName");
        content = List.copyOf(content);
    }

    /**
     * A text result.
     *
     * @param call the call it answers
     * @param text what the tool returned
     * @return a result that is no error
     */
    public static ToolResult of(ToolCall call, String text) {
        return new ToolResult(call.id(), call.name(), List.of(new TextPart(text)), false, null);
    }

    /**
     * A failure, told to the model.
     *
     * @param call the call it answers
     * @param reason what went wrong, in words the model can act on
     * @return a result that is an error
     */
    public static ToolResult error(ToolCall call, String reason) {
        return new ToolResult(call.id(), call.name(), List.of(new TextPart(reason)), true, null);
    }

    /**
     * All text of the content, in order, without separators.
     *
     * @return the text, possibly empty
     */
    public String text() {
        return Parts.text(content);
    }

    @Override
    public String toString() {
        return "ToolResult[" + toolName + ", " + content.size() + " parts" + (error ? ", error" : "") + "]";
    }
}
