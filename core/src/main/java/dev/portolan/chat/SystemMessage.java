package dev.portolan.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instruction of the application to the model. Vendors call it system, developer or instructions.
 *
 * @param parts the content, in order; text
 * @param vendorState what the vendor wants back with it, or {@code null}
 */
public record SystemMessage(List<Part> parts, @Nullable VendorState vendorState) implements Message {

    /**
     * Checks the components.
     *
     * @param parts as above
     * @param vendorState as above
     */
    public SystemMessage {
        parts = List.copyOf(parts);
    }

    /**
     * A message without vendor state.
     *
     * @param parts the content, in order
     */
    public SystemMessage(List<? extends Part> parts) {
        this(List.copyOf(parts), null);
    }

    @Override
    public String toString() {
        return "SystemMessage[" + parts.size() + " parts]";
    }
}
