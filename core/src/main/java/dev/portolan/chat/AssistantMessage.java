package dev.portolan.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the model said: text, reasoning, tool calls, refusals, citations, in the order it said them.
 *
 * @param parts the content, in order; as the model sent them
 * @param vendorState what the vendor wants back with it, or {@code null}
 */
public record AssistantMessage(List<Part> parts, @Nullable VendorState vendorState) implements Message {

    /**
     * Checks the components.
     *
     * @param parts as above
     * @param vendorState as above
     */
    public AssistantMessage {
        parts = List.copyOf(parts);
    }

    /**
     * A message without vendor state.
     *
     * @param parts the content, in order
     */
    public AssistantMessage(List<? extends Part> parts) {
        this(List.copyOf(parts), null);
    }

    /**
     * The calls that the application has to answer: those that the provider did not run itself.
     *
     * @return the calls in order, possibly none
     */
    public List<ToolCall> toolCalls() {
        return Parts.ofType(parts, ToolCall.class).stream()
                .filter(call -> !call.providerExecuted())
                .toList();
    }

    @Override
    public String toString() {
        return "AssistantMessage[" + parts.size() + " parts]";
    }
}
