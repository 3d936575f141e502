package dev.portolan.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What tools gave back for the calls of the assistant message before it.
 *
 * @param parts the content, in order; {@link ToolResult}s
 * @param vendorState what the vendor wants back with it, or {@code null}
 */
public record ToolMessage(List<Part> parts, @Nullable VendorState vendorState) implements Message {

    /**
     * Checks the components.
     *
     * @param parts as above
     * @param vendorState as above
     */
    public ToolMessage {
        parts = List.copyOf(parts);
    }

    /**
     * A message without vendor state.
     *
     * @param parts the content, in order
     */
    public ToolMessage(List<? extends Part> parts) {
        this(List.copyOf(parts), null);
    }

    /**
     * The results.
     *
     * @return the results in order
     */
    public List<ToolResult> results() {
        return Parts.ofType(parts, ToolResult.class);
    }

    @Override
    public String toString() {
        return "ToolMessage[" + parts.size() + " parts]";
    }
}
