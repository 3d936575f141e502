package dev.portolan.chat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The model's own words when it declines to answer, where the vendor marks them apart from an answer.
 *
 * @param text what the model says
 * @param vendorState what the vendor wants back with it, or {@code null}
 */
public record RefusalPart(String text, @Nullable VendorState vendorState) implements Part {

    /**
     * Checks the components.
     *
     * @param text as above
     * @param vendorState as above
     */
    public RefusalPart {
        Objects.requireNonNull(text, "text");
    }

    /**
     * A refusal without vendor state.
     *
     * @param text what the model says
     */
    public RefusalPart(String text) {
        this(text, null);
    }

    @Override
    public String toString() {
        return "RefusalPart[" + text.length() + " chars]";
    }
}
