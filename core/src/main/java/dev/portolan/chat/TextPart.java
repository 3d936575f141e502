package dev.portolan.chat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Plain text.
 *
 * @param text the text, possibly empty
 * @param vendorState what the vendor wants back with it, or {@code null}
 */
public record TextPart(String text, @Nullable VendorState vendorState) implements Part {

    /**
     * Checks the components.
     *
     * @param text as above
     * @param vendorState as above
     */
    public TextPart {
        Objects.requireNonNull(text, "text");
    }

    /**
     * Text without vendor state.
     *
     * @param text the text
     */
    public TextPart(String text) {
        this(text, null);
    }

    @Override
    public String toString() {
        return "TextPart[" + text.length() + " chars]";
    }
}
