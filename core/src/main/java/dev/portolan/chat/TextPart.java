package dev.portolan.chat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Plain text.
 *
 * @param text the text, possibly empty
 * @param vendorState what the vendor wants back with it, or {@code null}
 * @param prompt which prompt it was made of, or {@code null} when it was written some other way
 */
public record TextPart(
        String text,
        @Nullable VendorState vendorState,
        @Nullable PromptOrigin prompt) implements Part {

    /**
     * Checks the components.
     *
     * @param text as above
     * @param vendorState as above
     * @param prompt as above
     */
    public TextPart {
        Objects.requireNonNull(text, "text");
    }

    /**
     * Text that was made of no prompt.
     *
     * @param text the text
     * @param vendorState what the vendor wants back with it, or {@code null}
     */
    public TextPart(String text, @Nullable VendorState vendorState) {
        this(text, vendorState, null);
    }

    /**
     * Text without vendor state.
     *
     * @param text the text
     */
    public TextPart(String text) {
        this(text, null, null);
    }

    @Override
    public String toString() {
        return "TextPart[" + text.length() + " chars]";
    }
}
