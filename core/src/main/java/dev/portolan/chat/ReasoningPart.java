package dev.portolan.chat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the model thought before it answered, as far as the vendor shows it.
 *
 * @param text the thoughts or their summary; empty when the vendor sent only a signature or encrypted data
 * @param vendorState what the vendor wants back with it (signature, encrypted content, item id), or {@code null}
 */
public record ReasoningPart(String text, @Nullable VendorState vendorState) implements Part {

    /**
     * Checks the components.
     *
     * @param text as above
     * @param vendorState as above
     */
    public ReasoningPart {
        Objects.requireNonNull(text, "text");
    }

    /**
     * Reasoning without vendor state.
     *
     * @param text the thoughts or their summary
     */
    public ReasoningPart(String text) {
        this(text, null);
    }

    @Override
    public String toString() {
        return "ReasoningPart[" + text.length() + " chars" + (vendorState == null ? "" : ", " + vendorState) + "]";
    }
}
