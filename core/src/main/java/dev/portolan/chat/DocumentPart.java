package dev.portolan.chat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A document, such as a PDF.
 *
 * @param media where its bytes are
 * @param name the file name shown to the model, or {@code null}; a provider that needs one makes it up
 * @param vendorState what the vendor wants back with it, or {@code null}
 */
public record DocumentPart(
        Media media, @Nullable String name, @Nullable VendorState vendorState) implements Part {

    /**
     * Checks the components.
     *
     * @param media as above
     * @param name as above
     * @param vendorState as above
     */
    public DocumentPart {
        Objects.requireNonNull(media, "media");
    }

    /**
     * A named document.
     *
     * @param media where its bytes are
     * @param name the file name shown to the model, or {@code null}
     */
    public DocumentPart(Media media, @Nullable String name) {
        this(media, name, null);
    }

    @Override
    public String toString() {
        return "DocumentPart[" + media + "]";
    }
}
