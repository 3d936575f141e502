package dev.portolan.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user said and showed.
 *
 * @param parts the content, in order; text, images, documents, audio, video
 * @param vendorState what the vendor wants back with it, or {@code null}
 */
public record UserMessage(List<Part> parts, @Nullable VendorState vendorState) implements Message {

    /**
     * Checks the components.
     *
     * @param parts as above
     * @param vendorState as above
     */
    public UserMessage {
        parts = List.copyOf(parts);
    }

    /**
     * A message without vendor state.
     *
     * @param parts the content, in order
     */
    public UserMessage(List<? extends Part> parts) {
        this(List.copyOf(parts), null);
    }

    @Override
    public String toString() {
        return "UserMessage[" + parts.size() + " parts]";
    }
}
